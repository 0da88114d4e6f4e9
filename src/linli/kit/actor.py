"""Who acts. A frozen value, so that rules need no database."""

from dataclasses import dataclass
from typing import Literal

# What a post may allow besides the verbs of a case flow. The governance file gives them to roles.
RIGHTS = frozenset(
    {
        "contact",
        "places",
        "people",
        "rulebook",
        "import",
        "export",
        "trace",
        "sealed",
        "desk",
        "console",
        "field",
        "called",  # sees what a whistle calls its unit to, as long as that is open
    }
)


@dataclass(frozen=True)
class HeldPost:
    """One role that a person holds in one area. `rights` were looked up in the locality's rule book when the actor was made."""

    id: int
    role: str
    area_id: int
    area_path: str
    role_name: str = ""
    organisation_id: int | None = None
    organisation_name: str = ""
    rights: frozenset[str] = frozenset()
    absent_id: int | None = None  # the account whose post it is, while she is away and this actor stands in
    absent_name: str = ""

    @property
    def stands_in(self) -> bool:
        return self.absent_id is not None

    def covers(self, area_path: str) -> bool:
        return area_path.startswith(self.area_path)


@dataclass(frozen=True)
class Actor:
    """A person, a program or nobody in particular. Authority comes from `posts`; `keys` are cases opened with a receipt code,
    `voices` the receipts of those who said "mine too".
    """

    kind: Literal["staff", "resident", "anonymous", "system", "program"]
    account_id: int | None = None
    name: str = ""
    posts: tuple[HeldPost, ...] = ()
    keys: frozenset[int] = frozenset()
    post: HeldPost | None = None
    voices: frozenset[int] = frozenset()

    @property
    def is_staff(self) -> bool:
        return bool(self.posts) or self.kind == "system"

    @property
    def scope(self) -> str:
        """Keeps the idempotency keys of one person apart from those of another."""
        return f"account:{self.account_id}" if self.account_id else self.kind

    def posts_at(self, area_path: str) -> tuple[HeldPost, ...]:
        return tuple(post for post in self.posts if post.covers(area_path))

    def serves(self, area_path: str) -> bool:
        return self.kind == "system" or any(post.covers(area_path) for post in self.posts)

    def roles_at(self, area_path: str) -> frozenset[str]:
        return frozenset(post.role for post in self.posts_at(area_path))

    def has_right(self, right: str, area_path: str | None = None) -> bool:
        """Whether a post gives this right, in this area or (without one) anywhere."""
        posts = self.posts if area_path is None else self.posts_at(area_path)
        return self.kind == "system" or any(right in post.rights for post in posts)

    def units_with(self, right: str) -> tuple[int, ...]:
        """The organisations in which a post gives this right."""
        found = (post.organisation_id for post in self.posts if right in post.rights)
        return tuple(unit for unit in found if unit is not None)

    def acting_post(self, area_path: str, roles: frozenset[str] | None = None) -> HeldPost | None:
        """The post under which something is done here: the nearest one above the place, the chosen one before others,
        her own before one in which she stands in.
        """
        posts = [post for post in self.posts_at(area_path) if roles is None or post.role in roles]
        if self.post in posts:
            return self.post
        return max(posts, key=lambda post: (not post.stands_in, len(post.area_path)), default=None)


ANONYMOUS = Actor(kind="anonymous")
SYSTEM = Actor(kind="system", name="Linli")
