"""One person as her page shows her."""

from dataclasses import dataclass
from datetime import date

from linli.console.people.choices import role_name
from linli.console.people.forms import EndPostForm, FactorsForm, PeopleForm, PostForm, RenameForm, StopForm
from linli.kit.actor import Actor
from linli.kit.answer import Answer
from linli.people import rules
from linli.people.models import Account, Post
from linli.people.reads import account_page
from linli.people.sign_in import factors_of


@dataclass(frozen=True)
class PostLine:
    post: Post
    name: str
    may_end: Answer
    form: EndPostForm


@dataclass(frozen=True)
class PersonPage:
    account: Account
    current: tuple[PostLine, ...]
    coming: tuple[PostLine, ...]
    past: tuple[PostLine, ...]
    has_second_factor: bool
    may_keep: Answer
    may_appoint: Answer
    may_stop: Answer
    rename: PeopleForm
    appoint: PeopleForm
    factors: PeopleForm
    stop: PeopleForm
    open: str  # the name of the form that came back with something to correct


def person_page(account: Account, by: Actor, day: date, *, again: PeopleForm | None = None) -> PersonPage:
    """With every form empty, or the one that came `again` as it was typed."""
    shown = account_page(account, day)
    area = account.area
    forms: dict[str, PeopleForm] = {
        "rename": RenameForm(None, account=account, initial={"name": account.name}),
        "appoint": PostForm(None, account=account, by=by),
        "factors": FactorsForm(None, account=account),
        "stop": StopForm(None, account=account),
    }
    opened = next((name for name, form in forms.items() if type(form) is type(again)), "")
    if again is not None and opened:
        forms[opened] = again
    return PersonPage(
        account=account,
        current=lines(shown.current, by, again),
        coming=lines(shown.coming, by, again),
        past=lines(shown.past, by, again),
        has_second_factor=factors_of(account).exists(),
        may_keep=rules.can_keep(by, account),
        may_appoint=rules.can_appoint(by, account, area) if area else rules.can_keep(by, account),
        may_stop=rules.can_stop_account(by, account),
        **forms,
        open=opened,
    )


def lines(posts: tuple[Post, ...], by: Actor, again: PeopleForm | None) -> tuple[PostLine, ...]:
    return tuple(
        PostLine(
            post,
            role_name(post.role, post.area_path, post.title),
            rules.can_end_post(by, post),
            again if isinstance(again, EndPostForm) and again.post == post else EndPostForm(None, post=post),
        )
        for post in posts
    )
