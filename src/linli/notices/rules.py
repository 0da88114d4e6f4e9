"""Who may join other systems to a place, and which of them. No database."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from linli.kit.actor import Actor
from linli.kit.answer import Answer, no, yes
from linli.notices import wire
from linli.notices.hooked import HOOKED
from linli.notices.models import State
from linli.notices.models.robots import KEEPING
from linli.notices.models.sending import Sending


def has_a_list(actor: Actor) -> Answer:
    return yes if actor.account_id is not None else no(_("Please sign in first."))


def keeps_connections(actor: Actor, area_path: str) -> Answer:
    if actor.has_right(KEEPING, area_path):
        return yes
    return no(_("You do not keep the connections of this area. The office above it does."))


def can_call(url: str) -> Answer:
    try:
        wire.target_of(url)
    except wire.NotAllowed:
        return no(
            _(
                "This installation does not call that address. Whoever runs it lists the host in "
                "LINLI_OUTBOUND_HOSTS; addresses begin with https://."
            )
        )
    return yes


def events_are_known(events: Iterable[str]) -> Answer:
    chosen = set(events)
    if chosen and chosen <= set(HOOKED):
        return yes
    return no(_("Choose at least one event."))


def can_send_again(row: Sending) -> Answer:
    """By hand, after a person has looked: the receiver may get it twice."""
    if row.state in {State.REFUSED, State.UNKNOWN}:
        return yes
    return no(_("This message is on its way or has arrived."))
