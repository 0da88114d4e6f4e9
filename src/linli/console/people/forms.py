"""What is typed about people. Each form does its one act; a refusal comes back into it with all that was typed."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from linli.console.people.choices import area_choices, keeps, role_choices, unit_choices
from linli.kit.actor import Actor
from linli.kit.answer import Refused
from linli.people.actions import (
    appoint,
    drop_second_factors,
    end_post,
    open_account,
    rename,
    renew_password,
    stop_account,
)
from linli.people.models import Account, Post
from linli.people.passwords import fresh_password
from linli.places.models import Area, Organisation


class PeopleForm(forms.Form):
    done: Any = ""

    def __init__(self, data: QueryDict | None, **more: Any) -> None:
        name = type(self).__name__.removesuffix("Form").lower()
        super().__init__(data, **{"auto_id": f"{name}-%s", **more})

    def try_act(self, *, by: Actor, at: datetime) -> bool:
        """Whether it is done. A refusal stands above the form."""
        if not self.is_valid():
            return False
        try:
            self.act(by=by, at=at)
        except Refused as refused:
            self.add_error(None, str(refused.sentence))
            return False
        return True

    def act(self, *, by: Actor, at: datetime) -> None:
        raise NotImplementedError


class NewPersonForm(PeopleForm):
    name = forms.CharField(label=_("Name"), max_length=60)
    username = forms.CharField(label=_("Log-in name"), max_length=60)
    phone = forms.CharField(
        label=_("Telephone"), max_length=20, required=False, help_text=_("She can sign in with it as well.")
    )
    area = forms.ChoiceField(label=_("Kept by"))

    def __init__(self, data: QueryDict | None, *, by: Actor) -> None:
        super().__init__(data)
        self.fields["area"].choices = area_choices(by)  # type: ignore[attr-defined]
        self.password = fresh_password()
        self.account: Account | None = None

    def act(self, *, by: Actor, at: datetime) -> None:
        typed = self.cleaned_data
        area = keeps(by).get(pk=typed.pop("area"))
        self.account = open_account(area, by=by, at=at, password=self.password, **typed)


class PostForm(PeopleForm):
    done = _("The post is given.")

    role = forms.ChoiceField(label=_("Post"))
    area = forms.ChoiceField(label=_("Area"))
    organisation = forms.ChoiceField(label=_("In the organisation"), required=False)
    starts_on = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    ends_on = forms.DateField(
        label=_("First day without it"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    sole = forms.BooleanField(label=_("Only one person holds this post at a time"), required=False)

    def __init__(self, data: QueryDict | None, *, account: Account, by: Actor) -> None:
        super().__init__(data)
        self.account = account
        self.fields["role"].choices = role_choices(account.area_path)  # type: ignore[attr-defined]
        self.fields["area"].choices = area_choices(by)  # type: ignore[attr-defined]
        self.fields["organisation"].choices = [("", _("none")), *unit_choices(by)]  # type: ignore[attr-defined]

    def act(self, *, by: Actor, at: datetime) -> None:
        typed = self.cleaned_data
        area: Area = keeps(by).get(pk=typed.pop("area"))
        unit = typed.pop("organisation")
        organisation = Organisation.objects.visible_to(by).get(pk=unit) if unit else None
        appoint(self.account, by=by, at=at, area=area, organisation=organisation, **typed)


class EndPostForm(PeopleForm):
    done = _("The post is ended.")

    on = forms.DateField(
        label=_("First day without it"),
        help_text=_("Empty: from now."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}),
    )

    def __init__(self, data: QueryDict | None, *, post: Post) -> None:
        super().__init__(data, auto_id=f"post-{post.pk}-%s")
        self.post = post

    def act(self, *, by: Actor, at: datetime) -> None:
        end_post(self.post, by=by, at=at, on=self.cleaned_data["on"])


class AccountForm(PeopleForm):
    def __init__(self, data: QueryDict | None, *, account: Account, **more: Any) -> None:
        super().__init__(data, **more)
        self.account = account


class RenameForm(AccountForm):
    done = _("The name is changed.")

    name = forms.CharField(label=_("Name"), max_length=60)

    def act(self, *, by: Actor, at: datetime) -> None:
        rename(self.account, by=by, at=at, name=self.cleaned_data["name"])


class PasswordForm(AccountForm):
    def act(self, *, by: Actor, at: datetime) -> None:
        self.password = fresh_password()
        renew_password(self.account, by=by, at=at, password=self.password)


class FactorsForm(AccountForm):
    done = _("The second steps are dropped. She sets up a new one at the next sign-in.")

    words = forms.CharField(label=_("Why"), max_length=200)

    def act(self, *, by: Actor, at: datetime) -> None:
        drop_second_factors(self.account, by=by, at=at, words=self.cleaned_data["words"])


class StopForm(AccountForm):
    done = _("The account is stopped.")

    words = forms.CharField(label=_("Why"), max_length=200)

    def act(self, *, by: Actor, at: datetime) -> None:
        stop_account(self.account, by=by, at=at, words=self.cleaned_data["words"])
