""" "Not ours": the holder says so, the clocks stand, and somebody of another unit decides."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from linli.cases.actions.dispatch import names_a_holder, organisation_of, somebody_can_accept
from linli.cases.actions.moving import begin_pause, end_pause, hand_over, move, note
from linli.cases.deadlines import due
from linli.cases.models import Case, Holding, Objection
from linli.cases.rules import can_contest, can_reject, can_uphold
from linli.governance.limits import Limit
from linli.kit.action import action
from linli.kit.actor import Actor, HeldPost
from linli.kit.answer import Answer, Refused, first_no, no, permit, yes
from linli.kit.text import local_day
from linli.people.models import Post
from linli.places.models import Organisation
from linli.places.reads import calendar_for


@action
def contest(
    case: Case,
    *,
    reason: str,
    by: Actor,
    at: datetime,
    organisation: Organisation | None = None,
    version: int | None = None,
) -> Case:
    """Say that it belongs to somebody else. It stays in these hands until that is decided, and no clock runs."""
    case = case.locked(version)
    permit(can_contest(by, case))
    permit(first_no(says_why(reason), names_another(case, organisation), is_in_time(case, at)))

    Objection.objects.create(
        case=case,
        organisation_id=case.holder_organisation_id,
        post_id=_holding_post(case, by).id,
        reason=reason.strip()[:200],
        proposed=organisation,
        said_at=at,
        due_at=_end_of(case.rulebook.terms.ruling_within, at, case),
    )
    begin_pause(case, _("It is being clarified who is in charge."), at)
    case.contested = True
    case.save_changes("paused", "contested", "due_at", "climbs_at")

    note("contested", case, by=by, at=at, unit=organisation.pk if organisation else None, words=reason)
    return case


def says_why(reason: str) -> Answer:
    return yes if reason.strip() else no(_("Please say in a few words why it is not yours."))


def names_another(case: Case, organisation: Organisation | None) -> Answer:
    if organisation is not None and organisation.pk == case.holder_organisation_id:
        return no(_("This is the unit that has the case. Name another one, or none."))
    return yes


def is_in_time(case: Case, at: datetime) -> Answer:
    """Within the time of the rule book, and once: what was decided stands as long as the case is in these hands."""
    since = Holding.objects.filter(case=case, until=None).values_list("since", flat=True).first() or at
    since = _sent_at(case, since)
    if Objection.objects.filter(case=case, said_at__gte=since).exclude(outcome="").exists():
        return no(_("It was decided already that this case is yours. If it cannot be done, pass it upwards."))
    end = _end_of(case.rulebook.terms.contest_within, since, case)
    if end is not None and at > end:
        return no(
            _("The time for saying that it is not yours is over. If it cannot be done, pass it upwards.")
        )
    return yes


def _sent_at(case: Case, since: datetime) -> datetime:
    """When the unit got it: somebody there who accepts begins a new holding, and no new time."""
    unit = case.holder_organisation_id
    for holding in Holding.objects.filter(case=case, until__isnull=False).order_by("-since"):
        if unit is None or holding.organisation_id != unit or holding.until != since:
            break
        since = holding.since
    return since


def _end_of(limit: Limit, since: datetime, case: Case) -> datetime | None:
    return due(limit, since, case.rulebook, calendar_for(case.area_path)).at


def _holding_post(case: Case, by: Actor) -> HeldPost:
    unit = case.holder_organisation_id
    posts = [post for post in by.posts if post.id == case.holder_post_id or post.organisation_id == unit]
    if not posts:
        raise Refused(_("Somebody else has this case. It must be given back before you can do this."))
    return posts[0]


@action
def uphold(
    case: Case,
    *,
    by: Actor,
    at: datetime,
    organisation: Organisation | None = None,
    post: Post | None = None,
    words: str = "",
    version: int | None = None,
) -> Case:
    """It is somebody else's: sent there, or, when nobody is named, to the unit that was proposed."""
    case = case.locked(version)
    permit(can_uphold(by, case))
    objection = Objection.objects.select_related("proposed").get(case=case, outcome="")
    unit = organisation or (objection.proposed if post is None else None)
    permit(goes_elsewhere(case, unit, post, local_day(at)))

    _decide(case, objection, Objection.Outcome.UPHELD, words, by, at)
    end_pause(case, at)
    move(case, "uphold")
    move(case, "dispatch")
    hand_over(case, organisation_id=organisation_of(unit, post), post_id=post.pk if post else None, at=at)
    case.contested = False
    case.save_changes(
        "stage", "holder_organisation", "holder_post", "paused", "contested", "due_at", "climbs_at"
    )

    unit_id, post_id = case.holder_organisation_id, case.holder_post_id
    note("upheld", case, by=by, at=at, words=words, unit=unit_id, post=post_id)
    return case


def goes_elsewhere(case: Case, unit: Organisation | None, post: Post | None, on: date) -> Answer:
    back = organisation_of(unit, post) == case.holder_organisation_id is not None
    if back or (post is not None and post.pk == case.holder_post_id):
        return no(_("Whoever objected has the case already. Choose somebody else, or say that it is theirs."))
    return first_no(names_a_holder(unit, post), somebody_can_accept(case, unit, post, on))


@action
def reject(case: Case, *, words: str, by: Actor, at: datetime, version: int | None = None) -> Case:
    """It is theirs after all: the clocks go on, and they read why."""
    case = case.locked(version)
    permit(can_reject(by, case))
    permit(says_why_theirs(words))

    objection = Objection.objects.get(case=case, outcome="")
    _decide(case, objection, Objection.Outcome.REJECTED, words, by, at)
    end_pause(case, at)
    case.contested = False
    case.save_changes("paused", "contested", "due_at", "climbs_at")

    note("rejected", case, by=by, at=at, words=words)
    return case


def says_why_theirs(words: str) -> Answer:
    return yes if words.strip() else no(_("Please say in a few words why it is theirs."))


def _decide(case: Case, objection: Objection, outcome: str, words: str, by: Actor, at: datetime) -> None:
    acting = by.acting_post(case.area_path)
    objection.outcome, objection.words = outcome, words.strip()[:200]
    objection.decided_at, objection.decided_by_id = at, acting.id if acting else None
    objection.save_changes("outcome", "words", "decided_at", "decided_by_id")
