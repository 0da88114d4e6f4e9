"""The two halves of an attempt, each one short transaction; the sending itself stands between them, outside any.

What a worker left half done is an attempt of which nobody knows the end. One such attempt may be repeated, no second.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from linli.governance.reads import rulebook_for
from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import first_no, permit
from linli.notices import rules
from linli.notices.models import Delivery, Notice, State
from linli.notices.models.robots import A_MINUTE, BLOCKED_FOR
from linli.notices.outcome import Outcome
from linli.notices.recipients import after_quiet

MOST_ATTEMPTS = 8
MOST_DOUBTS = {Notice: 2, Delivery: MOST_ATTEMPTS}  # a webhook's receiver tells repetitions by their id
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(hours=1)
WRITTEN = ("state", "attempts", "doubts", "reason", "not_before", "sent_at")


@dataclass(frozen=True)
class Turn:
    """`go`: send now, as this attempt. `later`: not before this moment. Neither: there is nothing to do."""

    attempt: int = 0
    go: bool = False
    later: datetime | None = None


@action
def begin(row: Notice | Delivery, *, after: int, by: Actor, at: datetime) -> Turn:
    """Claim the attempt that follows so many others. A job that was overtaken by another finds nothing to do."""
    row = row.locked()
    if row.state == State.SENDING and row.attempts == after + 1:
        doubt(row, "the worker fell silent")
        row.not_before = at + wait_after(row.attempts)
        row.save_changes(*WRITTEN)
    if row.attempts != after:
        return Turn()
    if not wants_another(row):
        return Turn()
    ready = max(row.not_before, robots_turn(row, at), end_of_quiet(row, at))
    if ready > at:
        row.not_before = ready
        row.save_changes("not_before")
        return Turn(later=ready)
    row.state, row.attempts = State.SENDING, row.attempts + 1
    row.save_changes("state", "attempts")
    return Turn(row.attempts, go=True)


def wants_another(row: Notice | Delivery) -> bool:
    open_doubt = row.state == State.UNKNOWN and row.doubts < MOST_DOUBTS[type(row)]
    return row.state == State.WAITING or open_doubt


def end_of_quiet(row: Notice | Delivery, at: datetime) -> datetime:
    """What was delayed, or is tried again, rings nobody out of sleep; programs do not sleep."""
    if not isinstance(row, Notice) or not row.area_path:
        return at
    category = row.case.category if row.case is not None else ""
    return after_quiet(timezone.localtime(at), rulebook_for(row.area_path), category)


def robots_turn(row: Notice | Delivery, at: datetime) -> datetime:
    """At most twenty a minute for each robot: takes a turn, or says when the next one comes."""
    if not isinstance(row, Notice) or row.robot is None:
        return at
    robot = row.robot.locked()
    turn = robot.next_turn(at)
    if turn <= at and row.not_before <= at:
        recent = [moment for moment in robot.turns if datetime.fromisoformat(moment) > at - A_MINUTE]
        robot.turns = [*recent, at.isoformat()]
        robot.save_changes("turns")
    return turn


@action
def finish(
    row: Notice | Delivery, turn: Turn, outcome: Outcome, *, by: Actor, at: datetime
) -> Notice | Delivery:
    """Write down what came of it, unless another worker has taken the attempt over meanwhile."""
    row = row.locked()
    if row.state != State.SENDING or row.attempts != turn.attempt:
        return row
    row.reason = outcome.reason
    if outcome.end == "sent":
        row.state, row.sent_at = State.SENT, at
    elif outcome.end == "unknown":
        doubt(row, outcome.reason)
        row.not_before = at + wait_after(row.attempts)
    elif outcome.again and row.attempts < MOST_ATTEMPTS:
        row.state, row.not_before = State.WAITING, at + wait_after(row.attempts)
    else:
        row.state = State.REFUSED
    if outcome.crowded and isinstance(row, Notice):
        be_silent(row, at)
    row.save_changes(*WRITTEN)
    return row


def doubt(row: Notice | Delivery, reason: str) -> None:
    row.state, row.doubts, row.reason = State.UNKNOWN, row.doubts + 1, reason
    if isinstance(row, Delivery) and row.doubts >= MOST_DOUBTS[Delivery]:
        row.state = State.REFUSED


def wait_after(attempts: int) -> timedelta:
    """Each time twice as long, up to an hour."""
    return min(FIRST_WAIT * int(2 ** (attempts - 1)), LONGEST_WAIT)


def be_silent(row: Notice, at: datetime) -> None:
    """Too fast for the provider: DingTalk then closes the robot for ten minutes, the others for the minute."""
    if row.robot is None:
        return
    robot = row.robot.locked()
    robot.blocked_until = at + (BLOCKED_FOR if robot.kind == "dingtalk" else A_MINUTE)
    robot.save_changes("blocked_until")
    row.not_before = max(row.not_before, robot.blocked_until)


@action
def send_again(row: Notice | Delivery, *, by: Actor, at: datetime) -> Notice | Delivery:
    """A person has looked and wants it sent once more."""
    row = row.locked()
    path = row.webhook.area_path if isinstance(row, Delivery) else row.area_path
    permit(first_no(rules.keeps_connections(by, path), rules.can_send_again(row)))

    row.state, row.not_before = State.WAITING, at
    row.attempts, row.doubts = (
        row.attempts + 1,
        MOST_DOUBTS[type(row)] - 1,
    )  # jobs of older attempts find nothing
    row.save_changes("state", "not_before", "attempts", "doubts")
    return row
