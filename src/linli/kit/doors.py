"""Default deny: every view says who may come through its door, and a view that does not say so does not start."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from django.core import checks
from django.urls import URLPattern, URLResolver, get_resolver

from linli.kit.actor import Actor
from linli.kit.answer import Answer, no, yes

V = TypeVar("V", bound=Callable[..., Any])

# public: anybody; signed-in: an account; console, field: a post with that right; the rest: that right.
POLICIES = (
    "public",
    "signed-in",
    "staff",
    "console",
    "field",
    "places",
    "people",
    "rulebook",
    "import",
    "desk",
)


def door(policy: str) -> Callable[[V], V]:
    """Say who may come through: one of POLICIES. What they may see and do inside is the rules' and querysets' matter."""
    if policy not in POLICIES:
        raise ValueError(f"{policy!r} is not a door policy; choose one of {', '.join(POLICIES)}")

    def mark(view: V) -> V:
        view.door = policy  # type: ignore[attr-defined]
        return view

    return mark


def may_pass(policy: str, actor: Actor) -> Answer:
    from django.utils.translation import gettext_lazy as _

    if policy == "public":
        return yes
    if actor.account_id is None:
        return no(_("Please sign in first."))
    if policy == "signed-in" or (policy == "staff" and actor.is_staff) or actor.has_right(policy):
        return yes
    return no(_("Your posts do not open this page. Ask your office if you need it for your work."))


def policy_of(view: Any) -> str | None:
    """The policy that a view or the view class behind it declares."""
    return getattr(view, "door", None) or getattr(getattr(view, "view_class", None), "door", None)


def doors(patterns: Any = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every route and its view."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from doors(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern.callback


@checks.register(checks.Tags.urls)
def every_door_has_a_policy(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    return [
        checks.Error(
            f"The route /{route} does not say who may use it.",
            hint="Add @door(…) to its view.",
            id="linli.E001",
        )
        for route, view in doors()
        if policy_of(view) is None
    ]
