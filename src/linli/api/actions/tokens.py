"""Give a program a token for one post, and take it back."""

import hashlib
import secrets
from datetime import datetime

from linli.api.models import ApiToken
from linli.api.rules import can_make_token, can_stop_token
from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import permit
from linli.kit.trace import trace
from linli.people.models import Post

PREFIX = "linli_"


@action
def make_token(
    post: Post, *, name: str, by: Actor, at: datetime, ends_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """The row, and the token itself, which is nowhere kept and cannot be shown again."""
    permit(can_make_token(by, post))

    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(post=post, name=name.strip()[:60], digest=digest_of(secret), made_at=at, ends_at=ends_at)
    token.save(force_insert=True)

    trace("token.made", token, by=by, at=at, facts={"post": post.pk, "ends": ends_at}, first=True)
    return token, secret


def digest_of(secret: str) -> str:
    """The token holds 256 bits of chance, so a plain hash cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()


@action
def stop_token(token: ApiToken, *, by: Actor, at: datetime) -> ApiToken:
    token = token.locked()
    permit(can_stop_token(by, token.post))

    token.stopped_at = at
    token.save_changes("stopped_at")

    trace("token.stopped", token, by=by, at=at)
    return token
