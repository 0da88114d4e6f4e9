"""To whom the duty list would send each of many cases, and why to nobody."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from linli.cases.holders import Holder, Proposal, handlers, proposal
from linli.cases.models import Case
from linli.kit.answer import Refused


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


def proposed_holder(case: Case, on: date) -> Holder:
    """Whom the page shows beside the case. Raises Refused with the reason where it shows nobody."""
    ((_case, proposed),) = proposals_for([case], on)
    if proposed is None or proposed.holder is None:
        raise Refused(_why_nobody(case, proposed))
    return proposed.holder


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
