"""{% load notices %}: how many notices this reader has not opened."""

from django import template

from linli.kit.actor import Actor
from linli.notices.reads_of_inbox import MOST_COUNTED, unread

register = template.Library()


@register.simple_tag
def unread_notices(actor: Actor) -> str:
    """As a badge shows it: nothing for none, "99+" beyond. One query."""
    number = unread(actor) if actor.account_id else 0
    return f"{MOST_COUNTED}+" if number > MOST_COUNTED else str(number or "")
