"""What may come in twice by itself, from a paste, a paper or a list, becomes one case."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError

from linli.cases.actions.intake import Intake, raise_case
from linli.cases.models import Case
from linli.kit.action import action
from linli.kit.actor import Actor
from linli.people.keyring import keyring


def source_key(source: str, identity: str) -> str:
    """Names what came in without telling it: a keyed hash under the first key, which stays when keys are added."""
    return f"{source}:{keyring().keys[0].digest(identity)}"


@action
def raise_once(intake: Intake, *, by: Actor, at: datetime) -> Case:
    """Open the case, or give back the one that this same source opened before. `source_key` must be set."""
    assert intake.source_key
    known = already_raised([intake.source_key]).get(intake.source_key)
    if known is not None:
        return known
    try:
        return raise_case(intake, by=by, at=at)
    except IntegrityError:  # somebody else was handing in the same at this moment
        known = already_raised([intake.source_key]).get(intake.source_key)
        if known is None:
            raise
        return known


def already_raised(keys: Iterable[str]) -> dict[str, Case]:
    return {str(case.source_key): case for case in Case.objects.filter(source_key__in=list(keys))}
