"""Many cases at once to whom the duty list proposes; each for itself, so that one refusal does not stop the others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from linli.cases.actions.dispatch import dispatch
from linli.cases.holders import Holder, Proposal, handlers, proposal
from linli.cases.models import Case
from linli.kit.action import KeyReused
from linli.kit.actor import Actor
from linli.kit.answer import Refused
from linli.kit.text import local_day


@dataclass(frozen=True)
class Outcome:
    """`refused` says why a case was not sent; it is empty for one that was."""

    case: Case
    holder: Holder | None
    refused: str = ""


def dispatch_as_proposed(
    cases: Iterable[Case], *, by: Actor, at: datetime, key: str = ""
) -> tuple[Outcome, ...]:
    """What became of each, in the same order. With a key, sent twice runs once."""
    return tuple(_send(case, proposed, by, at, key) for case, proposed in proposals_for(cases, local_day(at)))


def proposals_for(cases: Iterable[Case], on: date) -> tuple[tuple[Case, Proposal | None], ...]:
    """Who would get each. Those of one place share the look for whoever answers for it."""
    known: dict[tuple[str, str, int], tuple[Holder, ...]] = {}
    found = []
    for case in cases:
        place = (case.area_path, case.kind, case.edition_id)
        if place not in known:
            known[place] = handlers(case, on)
        found.append((case, proposal(case, case.category, known[place], weighed=True)))
    return tuple(found)


def _send(case: Case, proposed: Proposal | None, by: Actor, at: datetime, key: str) -> Outcome:
    holder = proposed.holder if proposed else None
    if holder is None:
        return Outcome(case, None, _why_nobody(case, proposed))
    to = {"post": holder.post} if holder.post else {"organisation": holder.organisation}
    once = {"key": f"{key}:{case.pk}"} if key else {}
    try:
        return Outcome(dispatch(case, by=by, at=at, **to, **once), holder)  # type: ignore[arg-type]
    except Refused as refused:
        return Outcome(case, holder, str(refused.sentence))
    except KeyReused:
        return Outcome(case, holder, _("This was sent already."))


def _why_nobody(case: Case, proposed: Proposal | None) -> str:
    if not case.category:
        return _("Choose a category first, so that the time limit can be counted.")
    if proposed is None:
        return _("The duty list names nobody for this category.")
    if proposed.passed_over:
        return _("Away, and nobody stands in: %(names)s. Choose somebody.") % {
            "names": "、".join(proposed.passed_over)
        }
    return _("The duty list names “%(role)s”, and nobody holds this post here.") % {
        "role": proposed.role_name
    }
