"""What the checker says: what is wrong, and what to do next. Keys of a file stay as they are written."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.governance.sentences import of_duties, of_flows, of_questions, of_reading, of_works

ADVISORY = frozenset(
    {"charged_cannot_accept", "idle_role", "day_hours_differ", "rung_waits_for_ever", "no_quiet"}
)

_STAGES: Mapping[str, Promise | str] = {
    "": _("nothing yet"),
    "raised": _("raised"),
    "registered": _("registered"),
    "triaged": _("triaged"),
    "offered": _("open for claiming"),
    "dispatched": _("dispatched"),
    "taken": _("taken on"),
    "working": _("being worked on"),
    "answered": _("answered"),
    "verified": _("verified"),
    "closed": _("closed"),
}


_FORMS: Mapping[str, Promise | str] = {
    "text": _("words between quotation marks"),
    "texts": _('words in brackets, as ["…", "…"]'),
    "number": _("a whole number without quotation marks"),
    "flag": _("true or false"),
    "table": _("keys with their values under a heading"),
    "rows": _("rows, each under [[…]]"),
}


def form_name(form: str) -> str:
    """How a value of this form is written, for somebody who wrote another one."""
    return str(_FORMS[form])


def stage_name(stage: str) -> str:
    return str(_STAGES[stage])


_FAULTS = {
    **of_reading.FAULTS,
    **of_flows.FAULTS,
    **of_duties.FAULTS,
    **of_questions.FAULTS,
    **of_works.FAULTS,
}

SAID: Mapping[str, Promise | str] = MappingProxyType({code: pair[0] for code, pair in _FAULTS.items()})
NEXT: Mapping[str, Promise | str] = MappingProxyType({code: pair[1] for code, pair in _FAULTS.items()})
