"""What notices do when something happened to a case. The rows are written in the follower's own transaction."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from linli.cases.models import Case
from linli.kit.actor import SYSTEM
from linli.kit.models import Trace
from linli.kit.trace import follows
from linli.notices.actions.confirming import ask_address
from linli.notices.actions.connecting import deliver
from linli.notices.actions.following import tell_followers
from linli.notices.actions.telling import tell
from linli.notices.addresses import has_not_said_yes
from linli.notices.hooked import HEARD, event_of
from linli.notices.jobs import ask_to_send
from linli.notices.models import Notice
from linli.notices.public import MILESTONES, is_news
from linli.notices.reads import Receiver, may_not_know, receivers, webhooks_for, with_people
from linli.notices.recipients import TRACES, goes_outside, lines_for, resolved
from linli.people.actions.contacts import MAIL_LEFT, NUMBER_LEFT
from linli.people.models import Contact


@follows(*TRACES)
def tell_people(trace_id: int) -> None:
    told = Trace.objects.get(pk=trace_id)
    case = with_people(Case.objects.all()).get(pk=told.record_id)
    now = timezone.now()
    for line in lines_for(told.name, told.facts, sealed=case.rulebook.is_sealed(case.category)):
        who = resolved(line, told.facts, hides=may_not_know(case))
        found = receivers(who, case, timezone.localdate(told.at), but=told.account_id, facts=told.facts)
        name, event = line.called or told.name, f"trace:{told.pk}"
        sort = {
            "gathered": line.gathered,
            "happened": told.at,
            "about": moment_of(told.facts.get("arrive_by")),
        }
        rows = tell(name, event, case, found, by=SYSTEM, at=now, **sort)  # type: ignore[arg-type]
        for row in [*rows, *asked_now(found, told.at, now)]:
            ask_to_send(row)


def asked_now(found: list[Receiver], happened: datetime, now: datetime) -> Iterator[Notice]:
    """Those that were left before anybody was asked, as in an older database, are asked when there is something to tell."""
    for one in found if goes_outside(happened, now) else ():
        if one.contact is not None and has_not_said_yes(one.contact):
            yield from ask_address(one.contact, by=SYSTEM, at=now)


def moment_of(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


@follows(MAIL_LEFT, NUMBER_LEFT)
def ask_the_address(trace_id: int) -> None:
    """Whether it is hers, at once: so it has mostly said yes before there is anything to tell."""
    told = Trace.objects.get(pk=trace_id)
    contact = Contact.objects.get(pk=told.record_id)
    if goes_outside(told.at, timezone.now()):
        for row in ask_address(contact, by=SYSTEM, at=timezone.now()):
            ask_to_send(row)


@follows(*MILESTONES)
def tell_those_who_follow(trace_id: int) -> None:
    """Of what everybody may read from now on, and of nothing else."""
    told = Trace.objects.get(pk=trace_id)
    case = Case.objects.select_related("area").get(pk=told.record_id)
    if is_news(told) and not case.rulebook.is_sealed(case.category):
        for row in tell_followers(told, case, by=SYSTEM, at=timezone.now()):
            ask_to_send(row)


# Where no host may be called there is no webhook, and no case costs a job for one.
@follows(*(HEARD if settings.LINLI_OUTBOUND_HOSTS or settings.LINLI_OUTBOUND_PRIVATE else ()))
def tell_webhooks(trace_id: int) -> None:
    told = Trace.objects.get(pk=trace_id)
    case = Case.objects.select_related("area").get(pk=told.record_id)
    if case.rulebook.is_sealed(case.category):
        return
    hooks = webhooks_for(event_of(told.name, told.facts), case)
    for row in deliver(hooks, told, case, by=SYSTEM, at=timezone.now()):
        ask_to_send(row)
