"""Forms for "not ours": whoever has the case says so, somebody of another unit decides."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.actions import objecting
from linli.cases.holders import Holder, holder_named
from linli.console.case.asking import VerbForm, reason_field
from linli.console.case.sorting import SendingForm, holder_choices
from linli.kit.actor import Actor


class ContestForm(SendingForm):
    verb, done = "contest", _("Said. The clock stands until it is decided.")
    reason = reason_field(
        help_text=_("Why it is not yours. The resident reads only that it is being clarified.")
    )
    other = forms.ChoiceField(label=_("Whose it is, if you know"), required=False)

    def offer_holders(self, among: tuple[Holder, ...]) -> None:
        units = tuple(holder for holder in among if holder.post is None)
        super().offer_holders(units)
        choice: Any = self.fields["other"]
        choice.choices = [("", _("not known")), *((unit.key, unit.name) for unit in units)]

    def act(self, *, by: Actor, at: datetime) -> Any:
        named = holder_named(self.cleaned_data["other"], self.among)
        return objecting.contest(
            self.case,
            reason=self.cleaned_data["reason"],
            organisation=named.organisation if named else None,
            version=self.cleaned_data["version"],
            by=by,
            at=at,
            **self.sent,
        )


class UpholdForm(SendingForm):
    """Without a choice it goes to the unit that was proposed."""

    verb, done = "uphold", _("Decided, and sent on.")
    other = forms.ChoiceField(label=_("Who shall do it"), required=False)
    words = reason_field(_("A word to them"), required=False)

    def offer_holders(self, among: tuple[Holder, ...]) -> None:
        super().offer_holders(among)
        choice: Any = self.fields["other"]
        choice.choices = [("", _("the unit that was proposed")), *holder_choices(among)]

    def act(self, *, by: Actor, at: datetime) -> Any:
        chosen = holder_named(self.cleaned_data["other"], self.among)
        return objecting.uphold(
            self.case,
            organisation=chosen.organisation if chosen and chosen.post is None else None,
            post=chosen.post if chosen else None,
            words=self.cleaned_data["words"],
            version=self.cleaned_data["version"],
            by=by,
            at=at,
            **self.sent,
        )


class RejectForm(VerbForm):
    verb, done = "reject", _("Decided. The clock runs again.")
    words = reason_field(_("Why it is theirs"))

    def act(self, *, by: Actor, at: datetime) -> Any:
        data = self.cleaned_data
        return objecting.reject(
            self.case, words=data["words"], version=data["version"], by=by, at=at, **self.sent
        )
