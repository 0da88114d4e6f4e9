"""Is it so? Another post than the holder is asked to go and look, and says what is there."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.cases.actions.intake import CleanPicture, keep_pictures
from linli.cases.actions.moving import note
from linli.cases.deadlines import due
from linli.cases.models import Case, Check
from linli.cases.rules import can_ask_check, can_call_off_check, can_report_check
from linli.cases.rules_of_checks import ANSWERED, may_look
from linli.governance.limits import Limit
from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import Answer, Refused, first_no, no, permit, yes
from linli.kit.text import local_day
from linli.people.models import Post
from linli.places.reads import calendar_for

USUAL = Limit(2, "wd")  # where the rule book does not say how soon somebody looks


@action
def ask_check(
    case: Case,
    *,
    post: Post | None = None,
    question: str = "",
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Check:
    """Ask this post to go and look: whether what was reported is there or, once it is answered, whether the answer is so."""
    case = case.locked(version)
    permit(can_ask_check(by, case))
    permit(names_a_looker(case, post, at))
    assert post is not None

    acting = by.acting_post(case.area_path)
    check = Check(case=case, round=case.round, post=post, question=question.strip()[:200], asked_at=at)
    check.about = Check.About.ANSWER if case.stage in ANSWERED else Check.About.REPORT
    check.asked_post_id, check.due_at = (acting.id if acting else None), look_due(case, at)
    try:
        with transaction.atomic():
            check.save(force_insert=True)
    except IntegrityError as open_one:
        raise Refused(_("Somebody was asked to look already; the answer is still awaited.")) from open_one
    case.looker = post
    case.save_changes("looker")

    facts: dict[str, Any] = {
        "check": check.pk,
        "about": str(check.about),
        "due": check.due_at,
        "looker": post.pk,
    }
    note("check_asked", case, by=by, at=at, words=check.question, **facts)
    return check


def names_a_looker(case: Case, post: Post | None, at: datetime) -> Answer:
    if post is None:
        return no(_("Choose who shall go and look."))
    held = post.is_held_on(local_day(at)) and post.account.is_active
    return first_no(
        yes if held else no(_("This post has ended. Choose somebody who holds one now.")),
        may_look(case, post),
    )


def look_due(case: Case, at: datetime) -> datetime:
    """By the limit of the rule book; clocks of the case that stand do not stop it."""
    verb = case.flow.verb("ask_check")
    limit = (verb.within if verb else None) or USUAL
    found = due(limit, at, case.rulebook, calendar_for(case.area_path)).at
    assert found is not None  # only an open pause holds a limit for ever
    return found


@action
def report_check(
    case: Case,
    *,
    found: str,
    words: str,
    by: Actor,
    at: datetime,
    pictures: tuple[CleanPicture, ...] = (),
    version: int | None = None,
) -> Case:
    """What is there, in words that the resident and whoever has the case read. Nothing moves by itself after it."""
    case = case.locked(version)
    permit(can_report_check(by, case))
    permit(first_no(is_a_finding(found), says_what_is_there(words)))

    check = end_check(case, found, at, words=words.strip()[:500])
    assert check is not None and check.ended_at is not None
    keep_pictures(case, pictures, moment="check", by_resident=False, at=check.ended_at)
    case.save_changes("looker")

    as_looker = next(post for post in by.posts if post.id == check.post_id)
    looking = Actor(by.kind, by.account_id, by.name, by.posts, by.keys, as_looker, by.voices)
    facts: dict[str, Any] = {"check": check.pk, "about": check.about, "found": found}
    note("check_reported", case, by=looking, at=at, words=check.words, **facts)
    return case


def is_a_finding(found: str) -> Answer:
    if found in Check.FOUND:
        return yes
    return no(_("Choose what you found: as said, partly, or not found."))


def says_what_is_there(words: str) -> Answer:
    return yes if words.strip() else no(_("Please say in a few words what you saw."))


@action
def call_off_check(case: Case, *, reason: str, by: Actor, at: datetime, version: int | None = None) -> Case:
    """Nobody need go any more; whoever was asked reads why."""
    case = case.locked(version)
    permit(can_call_off_check(by, case))
    permit(yes if reason.strip() else no(_("Please give the reason in a few words.")))

    check = end_check(case, Check.Outcome.CALLED_OFF, at, words=reason.strip()[:500])
    case.save_changes("looker")

    note("check_called_off", case, by=by, at=at, words=reason, check=check.pk if check else None)
    return case


def end_check(case: Case, outcome: str, at: datetime, *, words: str = "") -> Check | None:
    """The open one, if there is one, has come to this end. Whoever calls saves `looker` of the case."""
    check: Check | None = Check.objects.open().filter(case=case).first()
    case.looker = None
    if check is None:
        return None
    check.outcome, check.ended_at, check.words = outcome, max(at, check.asked_at), words
    check.save_changes("outcome", "ended_at", "words")
    return check
