from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "linli.people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        from linli.kit.frames import FRAMES
        from linli.people import follow  # noqa: F401  registers the followers
        from linli.people.keyring import ask_before_the_first_key
        from linli.people.lost_keys import fault_of_keys

        ask_before_the_first_key(fault_of_keys)
        FRAMES["/accounts/"] = lambda request, actor: None  # that of the door where she works
