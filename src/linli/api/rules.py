from django.utils.translation import gettext_lazy as _

from linli.kit.actor import Actor
from linli.kit.answer import Answer, no, yes
from linli.people.models import Post


def can_make_token(actor: Actor, post: Post) -> Answer:
    """For her own post, or where she keeps accounts and posts."""
    if actor.account_id == post.account_id or actor.has_right("people", post.area_path):
        return yes
    return no(_("A token is made by who holds the post, or by the office that keeps accounts there."))


def can_stop_token(actor: Actor, post: Post) -> Answer:
    return can_make_token(actor, post)
