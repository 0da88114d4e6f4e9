"""Write down who is told of what: one row for each event, channel and person, however often this runs."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from linli.cases.models import Case
from linli.kit.action import action
from linli.kit.actor import Actor
from linli.notices.addresses import has_not_said_yes
from linli.notices.channels import is_set_up
from linli.notices.models import Notice, Preference, State
from linli.notices.reads import Receiver, preferences_of
from linli.notices.recipients import after_quiet, goes_outside
from linli.people.models import Contact

BY = {Contact.Way.MESSAGE.value: "sms", Contact.Way.MAIL.value: "mail"}  # the wish of a contact → channel


@action
def tell(
    name: str,
    event: str,
    case: Case,
    found: list[Receiver],
    *,
    by: Actor,
    at: datetime,
    happened: datetime,
    gathered: bool = False,
    about: datetime | None = None,
) -> list[Notice]:
    """The rows that are to be sent now; others wait for a summary, or for an address to say yes.

    `about`: the moment that the notice speaks of, as a due time.
    """
    chosen = preferences_of(found)
    rows = []
    for one in found:
        likes = chosen.get(one.account.pk) if one.account else None
        for channel in ways_to(one, likes, gathered=gathered, outside=goes_outside(happened, at)):
            rows.append(row_for(name, event, case, one, channel, likes, at=at, gathered=gathered))
            rows[-1].about_at = about
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return list(Notice.objects.filter(uid__in=[row.uid for row in rows], state=State.WAITING))


def ways_to(one: Receiver, likes: Preference | None, *, gathered: bool, outside: bool) -> Iterator[str]:
    """By which channels. What is only gathered has no line of its own in the list: the pool shows it there."""
    if one.account is not None and not gathered:
        yield "inapp"
    if not outside:
        return
    if one.robot is not None:
        yield one.robot.kind
    elif one.contact is not None:
        yield from [way for way in [BY.get(one.contact.way, "")] if way and is_set_up(way)]
    elif one.account is not None and likes is not None:
        reach = {"mail": one.account.email, "sms": one.account.phone}
        yield from (way for way, there in reach.items() if there and likes.wants(way) and is_set_up(way))


def row_for(
    name: str,
    event: str,
    case: Case,
    one: Receiver,
    channel: str,
    likes: Preference | None,
    *,
    at: datetime,
    gathered: bool,
) -> Notice:
    row = Notice(name=name, event=event, case=case, area_path=case.area_path, channel=channel)
    row.receiver, row.account, row.contact, row.robot = one.key, one.account, one.contact, one.robot
    row.made_at, row.not_before, row.number = at, at, one.number
    if channel == "inapp":
        row.state, row.sent_at = State.SENT, at
        return row
    # Locked, so that a yes at this moment either stands in the row or finds the letter that is held.
    if one.contact is not None and has_not_said_yes(one.contact.locked()):
        row.state = State.HELD
        return row
    urgent = breaks_quiet(case)
    if likes is not None and (gathered or likes.digest) and not urgent:
        row.state, row.not_before = State.GATHERED, next_summary(likes, at)
    else:
        row.not_before = after_quiet(timezone.localtime(at), case.rulebook, case.category)
    return row


def breaks_quiet(case: Case) -> bool:
    quiet = case.rulebook.quiet
    return quiet is not None and case.category.partition(".")[0] in quiet.breaks


def next_summary(likes: Preference, at: datetime) -> datetime:
    here = timezone.localtime(at)
    moment = here.replace(hour=likes.digest_at.hour, minute=likes.digest_at.minute, second=0, microsecond=0)
    return moment if moment > here else moment + timedelta(days=1)


@action
def fold(rows: Iterable[Notice], *, by: Actor, at: datetime) -> list[Notice]:
    """One summary for each person and channel, in which these notices are told together."""
    piles: dict[tuple[int | None, str], list[Notice]] = {}
    for row in rows:
        piles.setdefault((row.account_id, row.channel), []).append(row)
    return [summary for pile in piles.values() if (summary := _folded(pile, at))]


def _folded(pile: list[Notice], at: datetime) -> Notice:
    first = pile[0]
    summary = Notice(name="summary", event=f"summary:{first.uid.hex}", channel=first.channel)
    summary.receiver, summary.account_id, summary.area_path = (
        first.receiver,
        first.account_id,
        first.area_path,
    )
    summary.made_at = summary.not_before = at
    summary.save(force_insert=True)
    Notice.objects.filter(pk__in=[row.pk for row in pile], state=State.GATHERED).update(
        state=State.FOLDED, folded_into=summary
    )
    return summary


@action
def open_notice(notice: Notice, *, by: Actor, at: datetime) -> Notice:
    """She has opened it; the first time counts."""
    Notice.objects.list_of(by).filter(pk=notice.pk, read_at=None).update(read_at=at)
    return notice


@action
def open_all(*, by: Actor, at: datetime) -> int:
    return int(Notice.objects.list_of(by).unread().filter(made_at__lte=at).update(read_at=at))
