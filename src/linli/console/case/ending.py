"""Forms of the end: the resident's verdict, closing, opening again, the board."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.actions import closing, publishing
from linli.cases.models import Rating
from linli.console.case.asking import VerbForm, ends_of, reason_field
from linli.governance.vocabulary import END_STATES
from linli.kit.actor import Actor


class VerifyForm(VerbForm):
    verb, done = "verify", _("The resident's verdict is written down.")
    verdict = forms.ChoiceField(
        label=_("What the resident says"),
        widget=forms.RadioSelect,
        choices=[
            (Rating.Verdict.SOLVED, _("Solved")),
            (Rating.Verdict.PARTLY, _("Partly solved")),
            (Rating.Verdict.UNSOLVED, _("Not solved")),
        ],
    )
    words = reason_field(_("Her words"), required=False)

    def act(self, *, by: Actor, at: datetime) -> Any:
        data = self.cleaned_data
        return closing.verify(
            self.case, verdict=data["verdict"], words=data["words"], by=by, at=at, **self.sent
        )


class CloseForm(VerbForm):
    verb, done = "close", _("Closed.")
    end_state = forms.ChoiceField(label=_("How it ended"), required=False)

    def prepare(self) -> None:
        ends: Any = self.fields["end_state"]
        ends.choices = [("", _("as the answer says")), *ends_of(self.case, END_STATES)]

    def act(self, *, by: Actor, at: datetime) -> Any:
        return closing.close(self.case, end_state=self.cleaned_data["end_state"], by=by, at=at, **self.sent)


class ReopenForm(VerbForm):
    verb, done = "reopen", _("Opened again, one rung higher.")
    reason = reason_field(help_text=_("The resident reads it."))

    def act(self, *, by: Actor, at: datetime) -> Any:
        return closing.reopen(self.case, reason=self.cleaned_data["reason"], by=by, at=at, **self.sent)


class WithdrawForm(VerbForm):
    verb, done = "withdraw", _("Taken back.")
    reason = reason_field(required=False)

    def act(self, *, by: Actor, at: datetime) -> Any:
        return closing.withdraw(self.case, reason=self.cleaned_data["reason"], by=by, at=at, **self.sent)


class PublishForm(VerbForm):
    verb, done = "publish", _("It stands on the board now.")
    title = forms.CharField(label=_("In short"), max_length=60)
    problem = forms.CharField(
        label=_("What it was about"), widget=forms.Textarea(attrs={"rows": 4}), max_length=7000
    )
    result = forms.CharField(label=_("The result"), widget=forms.Textarea(attrs={"rows": 4}), max_length=7000)

    def begin_with(self, texts: dict[str, str]) -> None:
        for name, text in texts.items():
            self.fields[name].initial = text

    def act(self, *, by: Actor, at: datetime) -> Any:
        data = self.cleaned_data
        return publishing.publish(
            self.case,
            title=data["title"],
            problem=data["problem"],
            result=data["result"],
            by=by,
            at=at,
            **self.sent,
        )


class UnpublishForm(VerbForm):
    verb, done = "unpublish", _("Taken off the board.")
    reason = reason_field()

    def act(self, *, by: Actor, at: datetime) -> Any:
        return publishing.unpublish(self.case, reason=self.cleaned_data["reason"], by=by, at=at, **self.sent)
