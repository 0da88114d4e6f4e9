"""Forms of whoever has the case: take, begin, let the clock stand, write, answer."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.actions import dispatch, handling, intake, pressing
from linli.cases.answering import AchievedFields
from linli.cases.pictures import clean_all
from linli.console.case.asking import Pictures, VerbForm, ends_of, reason_field
from linli.kit.actor import Actor


class AcceptForm(VerbForm):
    verb, done = "accept", _("Taken on.")

    def act(self, *, by: Actor, at: datetime) -> Any:
        return dispatch.accept(self.case, by=by, at=at, **self.sent)


class ClaimForm(VerbForm):
    verb, done = "claim", _("Taken on.")

    def act(self, *, by: Actor, at: datetime) -> Any:
        return dispatch.claim(self.case, by=by, at=at, **self.sent)


class ReleaseForm(VerbForm):
    verb, done = "release", _("Given back.")
    reason = reason_field()

    def act(self, *, by: Actor, at: datetime) -> Any:
        return dispatch.release(self.case, reason=self.cleaned_data["reason"], by=by, at=at, **self.sent)


class StartForm(VerbForm):
    verb, done = "start", _("The work has begun.")

    def act(self, *, by: Actor, at: datetime) -> Any:
        return handling.start(self.case, by=by, at=at, **self.sent)


class SuspendForm(VerbForm):
    verb, done = "suspend", _("The clock stands.")
    reason = reason_field(help_text=_("The resident reads it."))

    def act(self, *, by: Actor, at: datetime) -> Any:
        return handling.suspend(self.case, reason=self.cleaned_data["reason"], by=by, at=at, **self.sent)


class ResumeForm(VerbForm):
    verb, done = "resume", _("The clock runs again.")

    def act(self, *, by: Actor, at: datetime) -> Any:
        return handling.resume(self.case, by=by, at=at, **self.sent)


class ExtendForm(VerbForm):
    verb, done = "extend", _("The limit is longer now.")
    days = forms.IntegerField(
        label=_("Days more"), min_value=1, max_value=handling.MOST_EXTRA_DAYS, initial=3
    )
    reason = reason_field(help_text=_("The resident reads it."))

    def act(self, *, by: Actor, at: datetime) -> Any:
        data = self.cleaned_data
        return handling.extend(self.case, days=data["days"], reason=data["reason"], by=by, at=at, **self.sent)


class UrgeForm(VerbForm):
    verb, done = "urge", _("Urged. Whoever has it must answer.")
    words = reason_field(_("What shall be answered"))

    def act(self, *, by: Actor, at: datetime) -> Any:
        return pressing.urge(self.case, words=self.cleaned_data["words"], by=by, at=at, **self.sent)


class AnswerUrgeForm(VerbForm):
    verb, done = "answer_urge", _("Answered.")
    text = reason_field(_("How things stand"), help_text=_("Whoever urged reads it."))

    def act(self, *, by: Actor, at: datetime) -> Any:
        return pressing.answer_urge(self.case, text=self.cleaned_data["text"], by=by, at=at, **self.sent)


class AskExtensionForm(ExtendForm):
    verb, done = "ask_extension", _("Asked. The limit stays as it is until it is granted.")

    def act(self, *, by: Actor, at: datetime) -> Any:
        data = self.cleaned_data
        sent = {"days": data["days"], "reason": data["reason"], **self.sent}
        return pressing.ask_extension(self.case, by=by, at=at, **sent)


class GrantExtensionForm(VerbForm):
    verb, done = "grant_extension", _("The limit is longer now.")

    def act(self, *, by: Actor, at: datetime) -> Any:
        return pressing.grant_extension(self.case, by=by, at=at, **self.sent)


class RefuseExtensionForm(VerbForm):
    verb, done = "refuse_extension", _("Refused. The limit stays as it is.")
    reason = reason_field()

    def act(self, *, by: Actor, at: datetime) -> Any:
        return pressing.refuse_extension(
            self.case, reason=self.cleaned_data["reason"], by=by, at=at, **self.sent
        )


class ReplyForm(VerbForm):
    verb, done = "reply", _("Written to the resident.")
    text = forms.CharField(
        label=_("To the resident"), widget=forms.Textarea(attrs={"rows": 3}), max_length=7000
    )
    pictures = Pictures(label=_("Pictures"))

    def act(self, *, by: Actor, at: datetime) -> Any:
        data = self.cleaned_data
        pictures = clean_all(data["pictures"])
        return intake.reply(self.case, data["text"], pictures=pictures, by=by, at=at, **self.sent)


class AnswerForm(AchievedFields, VerbForm):
    verb, done = "answer", _("Answered. The resident is asked whether it is solved.")
    text = forms.CharField(
        label=_("What was done"),
        help_text=_("In words for the resident; she reads them as they stand here."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=7000,
    )
    end_state = forms.ChoiceField(label=_("How it ended"), widget=forms.RadioSelect)
    pictures = Pictures(label=_("Pictures of afterwards"))
    field_order = ("text", "end_state", "quantity", "amount", "pictures")

    def prepare(self) -> None:
        self.offer_quantities(self.case)
        ends: Any = self.fields["end_state"]
        ends.choices = ends_of(self.case, handling.ANSWER_ENDS)

    def act(self, *, by: Actor, at: datetime) -> Any:
        data = self.cleaned_data
        return handling.answer(
            self.case,
            text=data["text"],
            end_state=data["end_state"],
            pictures=clean_all(data["pictures"]),
            achieved=data["achieved"],
            version=data["version"],
            by=by,
            at=at,
            **self.sent,
        )
