"""Who gives, as everybody reads it: a unit by its name, a person only if she said that hers may stand there."""

from django.utils.translation import gettext as _

from linli.cases.models import Pledge


def giver_of(pledge: Pledge) -> str:
    if pledge.organisation is not None:
        return str(pledge.organisation.name)
    person = pledge.giver
    if pledge.named and person is not None and person.is_active:
        return str(person.name)
    return _("A resident")
