"""Leave: from when until when, and who stands in. Why somebody is away is asked nowhere."""

from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field

from linli.api.bodies import Body, Day, Id, Nothing
from linli.api.entry import Door
from linli.api.params import IF_MATCH, KEY, Key, Tag, version_in
from linli.kit.actor import Actor
from linli.kit.answer import Refused, permit
from linli.people.actions import end_absence, note_absence
from linli.people.models import Absence, Post
from linli.people.reads import office_and_role
from linli.people.reads_of_absences import absences_near, stand_ins_for
from linli.people.rules_of_absences import can_end_absence, can_note_absence

router = Router(tags=["leave"])

RowId = Annotated[int, Field(ge=1, le=2**62)]


class Leaving(Body):
    """`ends_on`: the first day back. `stand_in`: a post, of `/posts/{post}/stand-ins`."""

    starts_on: Day
    ends_on: Day
    stand_in: Id | None = None


class PostAnswer(Schema):
    id: int
    office: str


class StandInAnswer(PostAnswer):
    name: str


class AbsenceAnswer(Schema):
    """`own`: of a post of yours; otherwise you stand in. `may_end`: you can end it now."""

    id: int
    post: int
    office: str
    starts_on: date
    ends_on: date
    stand_in: int | None
    stand_in_office: str
    own: bool
    may_end: bool
    version: int


class AbsencesAnswer(Schema):
    """`posts`: for which you can note an absence as your own."""

    posts: list[PostAnswer]
    rows: list[AbsenceAnswer]


@router.get("/absences", response=AbsencesAnswer, auth=Door("signed-in"))
def list_absences(request: HttpRequest) -> dict[str, Any]:
    """Your own, of today and later, and those in which you stand in."""
    return own_absences(actor_of(request), timezone.localdate())


@router.get("/posts/{post}/stand-ins", response=list[StandInAnswer], auth=Door("signed-in"))
def list_stand_ins(request: HttpRequest, post: RowId) -> list[dict[str, Any]]:
    """Who could stand in for this post: the same organisation first, then the nearest."""
    found = find_post(request, post)
    permit(can_note_absence(actor_of(request), found))
    among = stand_ins_for(found, timezone.localdate())
    return [{"id": one.pk, "office": office_and_role(one), "name": one.account.name} for one in among]


@router.post("/posts/{post}/absences", response=AbsencesAnswer, auth=Door("signed-in"))
def note_leave(
    request: HttpRequest,
    post: RowId,
    body: Leaving,
    key: Key | None = KEY,
    if_match: Tag | None = IF_MATCH,
) -> dict[str, Any]:
    """Away from a day until another, with or without a stand-in. If-Match takes the version of the post."""
    found, actor, day = find_post(request, post), actor_of(request), timezone.localdate()
    said: dict[str, Any] = {"starts_on": body.starts_on, "ends_on": body.ends_on}
    if body.stand_in is not None:
        said["stand_in"] = one_of(stand_ins_for(found, day), body.stand_in)
    more: Any = {"at": timezone.now(), "key": key, "version": version_in(if_match)}
    note_absence(found, **said, by=actor, **more)
    return own_absences(actor, day)


@router.post("/absences/{absence}/end", response=AbsencesAnswer, auth=Door("signed-in"))
def end_leave(
    request: HttpRequest,
    absence: RowId,
    body: Nothing | None = None,
    key: Key | None = KEY,
    if_match: Tag | None = IF_MATCH,
) -> dict[str, Any]:
    """Back sooner, or not away after all. If-Match takes the version of the absence."""
    actor = actor_of(request)
    found = Absence.objects.visible_to(actor).select_related("post").filter(pk=absence).first()
    if found is None or is_of_another_post(actor, found.post):
        raise Http404
    more: Any = {"at": timezone.now(), "key": key, "version": version_in(if_match)}
    end_absence(found, by=actor, **more)
    return own_absences(actor, timezone.localdate())


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def find_post(request: HttpRequest, pk: int) -> Post:
    actor = actor_of(request)
    found: Post | None = Post.objects.visible_to(actor).select_related("account").filter(pk=pk).first()
    if found is None or is_of_another_post(actor, found):
        raise Http404
    return found


def one_of(among: list[Post], pk: int) -> Post:
    found = next((one for one in among if one.pk == pk), None)
    if found is None:
        raise Refused(_("Somebody of the same organisation or area stands in. Choose another person."))
    return found


def is_of_another_post(actor: Actor, post: Post) -> bool:
    """A token acts in one post: with it nobody reaches the other posts of the same person."""
    bound = actor.kind == "program" and actor.post is not None
    return bound and post.account_id == actor.account_id and post.pk != actor.post.id  # type: ignore[union-attr]


def own_absences(actor: Actor, day: date) -> dict[str, Any]:
    mine = {held.id for held in actor.posts if not held.stands_in}
    posts = Post.objects.visible_to(actor).filter(pk__in=mine).order_by("pk")
    posts = posts.select_related("account", "area", "organisation")
    rows = [one for one in absences_near(actor, day) if one.post_id in mine or one.stand_in_id in mine]
    return {
        "posts": [{"id": one.pk, "office": office_and_role(one)} for one in posts],
        "rows": [absence_answer(one, actor, day) for one in rows],
    }


def absence_answer(one: Absence, actor: Actor, day: date) -> dict[str, Any]:
    names = ("starts_on", "ends_on", "version")
    return {
        "id": one.pk,
        **{name: getattr(one, name) for name in names},
        "post": one.post_id,
        "office": office_and_role(one.post),
        "stand_in": one.stand_in_id,
        "stand_in_office": office_and_role(one.stand_in) if one.stand_in else "",
        "own": one.post.account_id == actor.account_id,
        "may_end": bool(can_end_absence(actor, one, day)),
    }
