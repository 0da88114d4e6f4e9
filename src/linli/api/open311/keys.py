"""The api_key: a token of Linli's own, sent as a parameter because this standard knows no other way."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.api.actions.tokens import digest_of
from linli.api.models import ApiToken
from linli.api.open311.answers import Fault
from linli.api.open311.asking import Ask
from linli.api.open311.places import Jurisdiction
from linli.kit.actor import ANONYMOUS, SYSTEM, Actor
from linli.people.actors import held


@dataclass(frozen=True)
class Caller:
    """A program with its key, or anybody. It acts under the key's post, but reads only what came through this key."""

    token: ApiToken | None = None

    @cached_property
    def acting(self) -> Actor:
        if self.token is None:
            return ANONYMOUS
        post = held(self.token.post)
        return Actor("program", self.token.post.account_id, self.token.name, (post,), post=post)

    @property
    def reading(self) -> Actor:
        """Without posts: whatever the person behind the post may see elsewhere, here she is one program among others."""
        return Actor("program", self.token.post.account_id, self.token.name) if self.token else ANONYMOUS

    @property
    def source(self) -> str:
        """How the `source_key` of each of its cases begins."""
        assert self.token is not None
        return f"open311:{self.token.pk}:"


def caller_of(ask: Ask, where: Jurisdiction) -> Caller:
    """Raises Fault 403 for a key that is not in force, or not made for this place."""
    secret = ask.key
    if not secret:
        return Caller()
    token = token_behind(secret, ask) if secret.isascii() else None
    if token is None or not reaches(token, where):
        raise Fault(403, _("This api_key is not in force here."))
    return Caller(token)


def token_behind(secret: str, ask: Ask) -> ApiToken | None:
    tokens = ApiToken.objects.visible_to(SYSTEM).in_force(ask.at).filter(digest=digest_of(secret))
    found: ApiToken | None = tokens.select_related("post__account", "post__organisation").first()
    if found is None or not found.post.account.is_active:
        return None
    return found if found.post.is_held_on(timezone.localdate(ask.at)) else None


def reaches(token: ApiToken, where: Jurisdiction) -> bool:
    """A post inside the place, or above it."""
    mine, its = token.post.area_path, where.area.path
    return mine.startswith(its) or its.startswith(mine)


def writer_of(ask: Ask, where: Jurisdiction) -> Caller:
    """Who may send. Without a key nobody, unless this installation says so for the place."""
    caller = caller_of(ask, where)
    if caller.token is None and where.slug not in settings.LINLI_OPEN311_KEYLESS:
        raise Fault(403, _("Sending needs an api_key. The office of the place gives them out."))
    return caller
