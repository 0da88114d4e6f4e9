"""Danger stops every later word of a resident as it stops her first ones: call first, a message is read later."""

from typing import Any

from django.http import HttpRequest

from linli.cases.models import Case
from linli.governance.model import Danger


def dangers_in(request: HttpRequest, case: Case, *said: Any) -> tuple[Danger, ...]:
    """What her words tell of; nothing once she said that nobody is in danger. What stands in other fields is no word."""
    if "calm" in request.POST:
        return ()
    return case.rulebook.dangers_in("\n".join(word for word in said if isinstance(word, str)))
