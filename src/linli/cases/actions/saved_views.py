"""Keep a list under a name, for oneself or for one's unit."""

from datetime import datetime

from django.utils.translation import gettext as _

from linli.cases.models import SavedView
from linli.cases.models.sheets import CALLS, CASES
from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import Answer, no, permit, yes
from linli.kit.trace import trace

MOST_VIEWS = 30  # of all lists together
LISTS = frozenset({CASES, CALLS})


def can_save_view(actor: Actor) -> Answer:
    if actor.account_id is None or not actor.has_right("console"):
        return no(_("Please sign in first."))
    if SavedView.objects.filter(account_id=actor.account_id).count() >= MOST_VIEWS:
        return no(
            _("You keep %(most)s views already. Remove one that you no longer use.") % {"most": MOST_VIEWS}
        )
    return yes


def can_change_view(actor: Actor, view: SavedView) -> Answer:
    if actor.account_id == view.account_id:
        return yes
    return no(_("This view belongs to a colleague. Keep it under a name of your own to change it."))


def can_share_view(actor: Actor, unit: int | None) -> Answer:
    if unit is None or unit in {post.organisation_id for post in actor.posts}:
        return yes
    return no(_("A view can be shared with a unit of your own."))


@action
def save_view(name: str, query: str, *, kind: str = CASES, by: Actor, at: datetime) -> SavedView:
    """Under a name that she used before for this list the view is replaced."""
    permit(can_save_view(by))
    permit(is_a_list(kind))
    permit(has_name(name))
    assert by.account_id is not None  # can_save_view has looked

    name, query = name.strip()[:20], query.strip()[:600]
    view = SavedView.objects.of(kind).filter(account_id=by.account_id, name=name).first()
    if view is None:
        view = SavedView(account_id=by.account_id, kind=kind, name=name, query=query)
        view.save(force_insert=True)
    else:
        view.query = query
        view.save_changes("query")

    trace("view.saved", view, by=by, at=at)
    return view


def is_a_list(kind: str) -> Answer:
    return yes if kind in LISTS else no(_("No views are kept of this list."))


def has_name(name: str) -> Answer:
    return yes if name.strip() else no(_("Please give it a name."))


def is_free(view: SavedView, name: str) -> Answer:
    others = SavedView.objects.of(view.kind).filter(account_id=view.account_id, name=name)
    others = others.exclude(pk=view.pk)
    return no(_("Another view of yours has this name.")) if others.exists() else yes


@action
def rename_view(view: SavedView, name: str, *, by: Actor, at: datetime) -> SavedView:
    view = view.locked()
    permit(can_change_view(by, view))
    permit(has_name(name))
    name = name.strip()[:20]
    permit(is_free(view, name))

    view.name = name
    view.save_changes("name")

    trace("view.renamed", view, by=by, at=at)
    return view


@action
def share_view(view: SavedView, unit: int | None, *, by: Actor, at: datetime) -> SavedView:
    """With a unit of hers, or (None) with nobody any more. Each colleague sees the rows that her own posts show."""
    view = view.locked()
    permit(can_change_view(by, view))
    permit(can_share_view(by, unit))

    view.shared_with_id = unit
    view.save_changes("shared_with")

    trace("view.shared", view, by=by, at=at, facts={"unit": unit})
    return view


@action
def remove_view(view: SavedView, *, by: Actor, at: datetime) -> None:
    view = view.locked()
    permit(can_change_view(by, view))

    trace("view.removed", view, by=by, at=at)
    view.delete()
