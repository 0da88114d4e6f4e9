"""Who asks somebody to go and look whether it is so, and who may look. `rules.py` holds them with the other rules."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from linli.cases.models import Case
from linli.kit.actor import Actor
from linli.kit.answer import Answer, no, yes
from linli.people.models import Post

ANSWERED = frozenset({"answered", "verified"})


def may_ask(permitted: Answer, case: Case) -> Answer:
    if case.looker_id is not None:
        return no(_("Somebody was asked to look already; the answer is still awaited."))
    return permitted


def may_report(actor: Actor, case: Case) -> Answer:
    """Only whoever was asked, wherever her post stands; and of an answer never somebody of the unit that gave it."""
    verb = case.flow.verb("report_check")
    if case.looker_id is None or verb is None or not verb.allows(case.stage):
        return no(_("Nobody was asked to look at this."))
    if all(post.id != case.looker_id for post in actor.posts):
        return no(_("Somebody else was asked to look."))
    return is_independent(case, ((post.id, post.organisation_id) for post in actor.posts))


def may_call_off(permitted: Answer, case: Case) -> Answer:
    return permitted if case.looker_id is not None else no(_("Nobody was asked to look at this."))


def may_look(case: Case, post: Post) -> Answer:
    """Whether this post may be asked: its role by the rule book, in this place, and not looking at its own work."""
    verb = case.flow.verb("report_check")
    near = case.area_path.startswith(post.area_path) or post.area_path.startswith(case.area_path)
    if verb is None or post.role not in verb.roles or not near:
        return no(_("This post is not asked to look. Choose another one."))
    return is_independent(case, [(post.pk, post.organisation_id)])


def is_independent(case: Case, posts: Iterable[tuple[int, int | None]]) -> Answer:
    """Nobody looks at what she has in hand herself; at an answer, nobody of the unit that gave it."""
    unit = case.holder_organisation_id if case.stage in ANSWERED else None
    for post_id, unit_id in posts:
        if post_id == case.holder_post_id or (unit is not None and unit_id == unit):
            return no(_("Nobody looks at her own work. Ask somebody of another unit."))
    return yes
