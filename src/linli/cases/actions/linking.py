"""Two reports of one matter become one case, and two again when that was wrong."""

from datetime import datetime

from django.utils.translation import gettext as _

from linli.cases.actions.checking import end_check
from linli.cases.actions.moving import hand_over, move, note, recount_all
from linli.cases.models import Case, Check, Link, Pause
from linli.cases.rules import MERGED
from linli.cases.rules_of_linking import can_merge, can_take_in, can_unmerge
from linli.cases.windows import in_reopen_window
from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import Answer, no, permit, yes


@action
def merge(case: Case, *, into: Case, by: Actor, at: datetime, version: int | None = None) -> Case:
    """End this case in another one of the same matter. Whoever spoke here is told, and follows the other one from now on."""
    case, into = both_locked(case, into, version)
    permit(can_merge(by, case))
    permit(is_another(case, into))
    permit(can_take_in(by, into))

    link = Link(case=case, into=into, kind=Link.Kind.DUPLICATE, since=at, stage=case.stage)
    link.organisation_id, link.post_id = case.holder_organisation_id, case.holder_post_id
    link.paused_because = stopped(case, at)
    link.save(force_insert=True)
    move(case, "merge")
    case.end_state, case.closed_at, case.due_at = MERGED, max(at, case.raised_at), None
    end_check(case, Check.Outcome.LAPSED, at)
    hand_over(case, organisation_id=None, post_id=None, at=at)
    case.save_changes(*CHANGED)

    note("merged", case, by=by, at=at, into=into.pk)
    note("gathered", into, by=by, at=at, came=case.pk)
    return case


CHANGED = (
    "stage",
    "end_state",
    "closed_at",
    "due_at",
    "paused",
    "holder_organisation",
    "holder_post",
    "looker",
)


def both_locked(case: Case, into: Case, version: int | None) -> tuple[Case, Case]:
    """In the order of their numbers, so that two who merge crosswise do not wait for each other."""
    if into.pk < case.pk:
        into = into.locked()
        return case.locked(version), into
    case = case.locked(version)
    return case, into.locked()


def is_another(case: Case, into: Case) -> Answer:
    if case.pk == into.pk:
        return no(_("This is the same case. Choose another one."))
    return yes


def stopped(case: Case, at: datetime) -> str:
    """The reason for which its clocks stand; empty when they run. The stop ends here and can be taken up again."""
    pause = Pause.objects.filter(case=case, until=None).first()
    if pause is None:
        return ""
    pause.until = at
    pause.save(update_fields=["until"])
    case.paused = False
    return pause.reason


@action
def unmerge(case: Case, *, reason: str = "", by: Actor, at: datetime) -> Case:
    """Not the same matter after all: the case stands again where it stood, with its holder and its old limits.

    The time in between is no pause: the limit was promised to whoever raised it, and linking was the office's own act;
    nobody gains time by it.
    """
    case = case.locked()
    permit(can_unmerge(by, case))
    link = Link.objects.live().duplicates().filter(case=case).select_related("into", "post").first()
    permit(is_in_time(link, at))
    assert link is not None

    link.undone_at = at
    link.save(update_fields=["undone_at"])
    case.end_state, case.closed_at = "", None
    put_back(case, link, at)
    case.save_changes(*CHANGED)

    note("unmerged", case, by=by, at=at, into=link.into_id, words=reason)
    note("parted", link.into, by=by, at=at, left=case.pk)
    return case


def is_in_time(link: Link | None, at: datetime) -> Answer:
    """As long as the other one is open, and then as long as its own end could be taken back."""
    if link is None:  # an old ledger told of an end like this, and of no other case
        return no(_("This case is not part of another one."))
    if link.into.is_open or in_reopen_window(link.into, at):
        return yes
    return no(
        _("The time for opening this case again is over. Please tell us anew; we will find the old case.")
    )


def put_back(case: Case, link: Link, at: datetime) -> None:
    """Where it stood; with the office, if whoever had it has left her post meanwhile."""
    if link.post is not None and link.post.ends_on is not None:
        case.stage = "triaged"
    else:
        case.stage = link.stage
        hand_over(case, organisation_id=link.organisation_id, post_id=link.post_id, at=at)
    if link.paused_because and case.stage in {"taken", "working"}:
        Pause.objects.create(case=case, since=link.since, reason=link.paused_because)
        case.paused = True
    recount_all(case)
