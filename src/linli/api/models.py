from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kit.actor import Actor
from linli.kit.record import Record, Records
from linli.people.models import Post


class ApiTokens(Records["ApiToken"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of her own posts, and of posts in areas where she keeps accounts."""
        kept = [post.area_path for post in actor.posts if "people" in post.rights]
        own = models.Q(post__account=actor.account_id) if actor.account_id else models.Q(pk=None)
        for path in kept:
            own |= models.Q(post__area_path__startswith=path)
        return self.all() if actor.kind == "system" else self.filter(own)

    def in_force(self, at: datetime) -> Self:
        return self.filter(models.Q(ends_at=None) | models.Q(ends_at__gt=at), stopped_at=None)


class ApiToken(Record):
    """A program acts under one post. The token itself is shown once; only its SHA-256 is kept."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(_("What it is for"), max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = ApiTokens.as_manager()

    def __str__(self) -> str:
        return self.name
