"""Show everybody what came of a case: text that a person reviewed, nothing that points to a resident."""

from datetime import datetime

from django.utils.translation import gettext as _

from linli.cases.actions.intake import says_something
from linli.cases.actions.moving import note
from linli.cases.models import Case, Publication, Rating
from linli.cases.rules import can_publish, can_unpublish
from linli.cases.telltales import telltales
from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import Answer, Refused, no, permit, yes
from linli.places.models import Area

# What no reviewer may let through; other telltales are shown to her as warnings.
NEVER_PUBLISHED = frozenset({"phone", "identity", "mail"})


@action
def publish(case: Case, *, title: str, problem: str, result: str, by: Actor, at: datetime) -> Publication:
    """Put the reviewed text on the board. Once a case is on the board, publishing again replaces the text."""
    case = case.locked()
    permit(can_publish(by, case))
    for text in (title, problem, result):
        permit(says_something(text))
        permit(names_nobody(text))

    publication = Publication.objects.filter(case=case).first()
    version = publication.version + 1 if publication else 1
    row = _publication_of(case, title, problem, result, at)
    row.pk, row.version = (publication.pk if publication else None), version
    row.save()

    note("published", case, by=by, at=at, version=version)
    return row


def names_nobody(text: str) -> Answer:
    found = next((tale for tale in telltales(text) if tale.kind in NEVER_PUBLISHED), None)
    if found is None:
        return yes
    return no(
        _("“%(found)s” may lead to a person. Please take it out before publishing.") % {"found": found.text}
    )


def _publication_of(case: Case, title: str, problem: str, result: str, at: datetime) -> Publication:
    verdict = Rating.objects.filter(case=case, round=case.round).values_list("verdict", flat=True).first()
    assert case.closed_at is not None
    return Publication(
        case=case,
        title=title.strip()[:60],
        problem=problem.strip(),
        result=result.strip(),
        area_name=public_area_name(case),
        area_path=case.area_path,
        category=case.category,
        end_state=case.end_state,
        verdict=verdict or "",
        days=max((case.closed_at - case.raised_at).days, 0),
        published_at=at,
    )


def public_area_name(case: Case) -> str:
    """The community or village, never the building: the nearest area that has an official code."""
    rows = Area.objects.lineage(case.area_path).exclude(code="").order_by("-path")
    found = rows.values_list("name", flat=True).first()
    return found or Area.objects.lineage(case.area_path).values_list("name", flat=True)[0]


@action
def unpublish(case: Case, *, reason: str, by: Actor, at: datetime) -> Publication:
    """Take the text off the board."""
    case = case.locked()
    permit(can_unpublish(by, case))

    public = Publication.objects.filter(case=case, withdrawn_at=None).first()
    if public is None:
        raise Refused(_("Nothing of this case stands on the board."))
    publication = public.locked()
    publication.withdrawn_at = at
    publication.save_changes("withdrawn_at")

    note("unpublished", case, by=by, at=at, words=reason)
    return publication
