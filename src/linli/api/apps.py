from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "linli.api"
    label = "api"

    def ready(self) -> None:
        from linli.api.open311.views import in_format
        from linli.kit.middleware import VOICES

        VOICES["/open311/"] = in_format
