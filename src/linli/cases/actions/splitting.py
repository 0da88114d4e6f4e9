"""One case with two demands becomes parts, each with a holder and a limit of its own; the whole ends with its parts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from linli.cases.actions.checking import end_check
from linli.cases.actions.intake import free_number
from linli.cases.actions.moving import begin_rung, hand_over, meet, move, note, start_clocks
from linli.cases.actions.triage import is_category
from linli.cases.models import Case, Check, Link, Picture, Words
from linli.cases.rules_of_linking import can_end_whole, can_split
from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import Answer, first_no, no, permit, yes

FEWEST, MOST = 2, 6
DONE = frozenset({"solved", "partly_solved"})


@dataclass(frozen=True)
class Part:
    """One demand: what to call it and what it is about."""

    title: str
    category: str


@action
def split(
    case: Case, *, parts: tuple[Part, ...], by: Actor, at: datetime, version: int | None = None
) -> Case:
    """Make a sorted case of each demand. What was said stays whole and readable in each; so does the day it was said."""
    case = case.locked(version)
    permit(can_split(by, case))
    permit(are_parts(case, parts))

    children = [_child(case, part, by, at) for part in parts]
    move(case, "split")
    case.parts, case.due_at, case.climbs_at = len(children), None, None
    for name in ("first", "resolve"):  # from here on the parts carry the promise
        meet(case, name, at)
    hand_over(case, organisation_id=None, post_id=None, at=at)
    end_check(case, Check.Outcome.LAPSED, at)
    case.save_changes("stage", "parts", "due_at", "climbs_at", "holder_organisation", "holder_post", "looker")

    note("split", case, by=by, at=at, parts=[child.pk for child in children])
    return case


def are_parts(case: Case, parts: tuple[Part, ...]) -> Answer:
    if not FEWEST <= len(parts) <= MOST:
        return no(_("Name between %(fewest)s and %(most)s demands.") % {"fewest": FEWEST, "most": MOST})
    if not all(part.title.strip() for part in parts):
        return no(_("Give each demand a short title."))
    return first_no(yes, *(is_category(case, part.category) for part in parts))


def _child(case: Case, part: Part, by: Actor, at: datetime) -> Case:
    """With the same speaker, words, pictures, place and rule book; its limits count from the day of the whole."""
    child = Case(
        number=free_number(at),
        kind=case.kind,
        category=part.category,
        title=part.title.strip()[:60],
        stage="triaged",
        area=case.area,
        area_path=case.area_path,
        place_words=case.place_words,
        lat=case.lat,
        lon=case.lon,
        channel=case.channel,
        edition_id=case.edition_id,
        alias=case.alias,
        contact_id=case.contact_id,
        raised_by_id=case.raised_by_id,
        rung=case.rung,
        raised_at=case.raised_at,
        registered_at=case.registered_at,
    )
    child.save(force_insert=True)
    Words.objects.create(case=child, text=case.words.text, said_at=case.words.said_at)
    Picture.objects.bulk_create(_copies(case, child))
    Link.objects.create(case=child, into=case, kind=Link.Kind.PART, since=at)
    start_clocks(child, case.registered_at or at)
    begin_rung(child, at)
    child.save_changes("due_at", "rung_since", "climbs_at")

    raised = note("raised", child, by=by, at=at, channel=case.channel, kind=case.kind, whole=case.pk)
    note(
        "triaged",
        child,
        by=by,
        at=at,
        after=raised,
        category=part.category,
        was=case.category,
        area=case.area_path,
    )
    return child


def _copies(case: Case, child: Case) -> Iterable[Picture]:
    for picture in Picture.objects.filter(case=case):
        picture.pk, picture.case = None, child
        yield picture


@action
def end_whole(case: Case, *, by: Actor, at: datetime) -> Case:
    """Bring the whole to where its parts are: ended when all have ended, open again when one is open again."""
    case = case.locked()
    permit(can_end_whole(by, case))
    ends = [end_of(part) for part in parts_of(case)]

    if all(ends) and case.is_open:
        case.stage, case.end_state = "closed", joint_end(ends)
        case.closed_at = max(at, case.raised_at)
        case.save_changes("stage", "end_state", "closed_at")
        note("closed", case, by=by, at=at, end_state=case.end_state, parts=len(ends))
    elif not all(ends) and not case.is_open:
        case.stage, case.end_state, case.closed_at = "working", "", None
        case.save_changes("stage", "end_state", "closed_at")
        note("continued", case, by=by, at=at)
    return case


def parts_of(case: Case) -> list[Case]:
    links = Link.objects.live().parts().filter(into=case).select_related("case").order_by("pk")
    return [link.case for link in links]


def end_of(part: Case) -> str:
    """How it ended; for one that goes on in another case, how that one did. Empty while anything is open."""
    while part.end_state == "merged":
        part = Link.objects.live().duplicates().select_related("into").get(case=part).into
    return str(part.end_state)


def joint_end(ends: list[str]) -> str:
    """All alike: that. Something was done and something not: partly solved. Else what the last one needs said."""
    if len(set(ends)) == 1:
        return ends[0]
    return "partly_solved" if DONE & set(ends) else "explained_not_solvable"
