"""What may stand on a list, and who may promise a part of it or claim it whole."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from linli.cases.models import Case, ListLine, Need, Pledge
from linli.cases.rules import can_claim, holds
from linli.governance.model import ListKind, RuleBook
from linli.kit.actor import Actor, HeldPost
from linli.kit.answer import Answer, no, yes


def lists_of_cases(book: RuleBook) -> tuple[ListKind, ...]:
    return tuple(kind for kind in book.lists.values() if kind.source == "case")


def lists_for(case: Case) -> tuple[ListKind, ...]:
    """The lists of its rule book on which a case of this kind may stand."""
    return tuple(kind for kind in lists_of_cases(case.rulebook) if not kind.kinds or case.kind in kind.kinds)


def fits(case: Case, onto: str) -> Answer:
    if any(kind.key == onto for kind in lists_for(case)):
        return yes
    return no(_("A case of this kind cannot stand on that list. Choose another list."))


def posts_in(roles: Iterable[str], actor: Actor, case: Case) -> tuple[HeldPost, ...]:
    """The actor's posts of these roles here, or which have the case in hand."""
    has_it = bool(holds(actor, case))
    wanted = frozenset(roles)
    return tuple(p for p in actor.posts if p.role in wanted and (p.covers(case.area_path) or has_it))


def one_of(roles: tuple[str, ...], actor: Actor, case: Case) -> Answer:
    if actor.kind == "system" or posts_in(roles, actor, case):
        return yes
    if not roles:
        return no(_("The rule book of this place gives this to nobody."))
    names = "、".join(case.rulebook.role(role).name for role in roles if role in case.rulebook.roles)
    return no(_("This is done by: %(roles)s.") % {"roles": names})


def kind_of(line: ListLine) -> ListKind | None:
    return line.case.rulebook.lists.get(line.list_key)


def can_claim_line(actor: Actor, line: ListLine) -> Answer:
    """Taking a line as a whole is claiming its case."""
    kind = kind_of(line)
    if line.until is not None or kind is None:
        return no(_("This does not stand on the list any more."))
    if not kind.claimable:
        return no(_("What stands on this list is not claimed."))
    return can_claim(actor, line.case)


def can_pledge(actor: Actor, line: ListLine) -> Answer:
    kind = kind_of(line)
    if line.until is not None or kind is None or not line.case.is_open:
        return no(_("This does not stand on the list any more."))
    if not kind.several:
        return no(_("What stands on this list is claimed as a whole."))
    if gives_for_herself(actor, line.case):
        return yes
    return one_of(line.case.rulebook.project.pledge, actor, line.case)


def gives_for_herself(actor: Actor, case: Case) -> bool:
    """Whoever has an account and no post. Who holds a post promises in it, and not beside it."""
    return case.rulebook.project.residents and actor.account_id is not None and not actor.posts


def gives_in_a_post(actor: Actor, case: Case) -> Answer:
    """Residents' money comes through the office, which writes down how many households gave and no name."""
    if gives_for_herself(actor, case):
        return no(
            _("Money of residents is taken by the office, which writes it down without names. Ask there.")
        )
    return yes


def can_withhold_name(actor: Actor, pledge: Pledge) -> Answer:
    """She takes her name back herself, or tells those who plan."""
    if not pledge.named:
        return no(_("No name stands beside this promise."))
    if actor.account_id is not None and pledge.giver is not None and pledge.giver.pk == actor.account_id:
        return yes
    return one_of(pledge.case.rulebook.project.plan, actor, pledge.case)


def can_ask_for(actor: Actor, case: Case) -> Answer:
    """Say which parts are needed."""
    if not case.is_open:
        return no(_("This case is closed."))
    return one_of(case.rulebook.project.plan, actor, case)


def can_end_need(actor: Actor, need: Need) -> Answer:
    if need.ended_at is not None:
        return no(_("This part is not asked for any more."))
    return can_ask_for(actor, need.case)


def is_asked_for(need: Need | None, case: Case) -> Answer:
    if need is None or (need.case_id == case.pk and need.ended_at is None):
        return yes
    return no(_("This part is not asked for any more."))


def can_keep_pledge(actor: Actor, pledge: Pledge) -> Answer:
    """That a promise was kept is said by those who plan, not by the one who promised."""
    if pledge.state != "promised":
        return no(_("This promise has been settled already."))
    if pledge.money_id is not None:
        return no(_("Promised money is kept when it is received: write that into the ledger."))
    return one_of(pledge.case.rulebook.project.plan, actor, pledge.case)


def can_take_back_pledge(actor: Actor, pledge: Pledge) -> Answer:
    if pledge.state != "promised":
        return no(_("This promise has been settled already."))
    if pledge.money_id is not None:
        return no(_("Promised money is taken back by a line of the ledger."))
    if any(_promised(post, pledge) for post in actor.posts):
        return yes
    if pledge.account_id is not None and pledge.account_id == actor.account_id:
        return yes
    return one_of(pledge.case.rulebook.project.plan, actor, pledge.case)


def _promised(post: HeldPost, pledge: Pledge) -> bool:
    same_unit = pledge.organisation_id is not None and post.organisation_id == pledge.organisation_id
    return post.id == pledge.post_id or same_unit
