"""How you want to be told: by which way, at once or once a day. Of your own account only."""

from datetime import time
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from pydantic import Field

from linli.api.answers import Answer
from linli.api.bodies import Body
from linli.api.entry import Door
from linli.api.params import KEY, Key
from linli.kit.actor import Actor
from linli.notices.actions.connecting import choose
from linli.notices.models import Preference

router = Router(tags=["notices"])

WAYS = ("mail", "sms")
Ways = Annotated[list[Literal[WAYS]], Field(max_length=len(WAYS))]  # type: ignore[valid-type]
Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["08:00"])]


class Choosing(Body):
    """All of it together. `ways`: beside the list on the page. Dangers are told at once all the same."""

    ways: Ways
    digest: bool
    digest_at: Clock


class PreferenceAnswer(Answer):
    """`digest`: once a day, at `digest_at`, in place of each time."""

    ways: Ways
    digest: bool
    digest_at: str


@router.get("/notices/preferences", response=PreferenceAnswer, auth=Door("signed-in"))
def read_preferences(request: HttpRequest) -> dict[str, Any]:
    """What holds for you now, chosen by you or as usual."""
    rows = Preference.objects.visible_to(actor_of(request))
    return preference_answer(rows.first() or Preference())


@router.post("/notices/preferences", response=PreferenceAnswer, auth=Door("signed-in"))
def choose_preferences(request: HttpRequest, body: Choosing, key: Key | None = KEY) -> dict[str, Any]:
    """From now on you are told like this, by whichever door you chose it."""
    ways: Any = {way: way in body.ways for way in WAYS}
    when: Any = {"digest": body.digest, "digest_at": time.fromisoformat(body.digest_at)}
    more: Any = {"at": timezone.now(), "key": key}
    return preference_answer(choose(**ways, **when, by=actor_of(request), **more))


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def preference_answer(row: Preference) -> dict[str, Any]:
    ways = [way for way in WAYS if row.wants(way)]
    return {"ways": ways, "digest": row.digest, "digest_at": f"{row.digest_at:%H:%M}"}
