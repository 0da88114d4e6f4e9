"""Forms of the end: the resident's verdict, closing, opening again, the board."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.actions import calling, closing, publishing, reviewing
from linli.cases.models import Picture, Rating
from linli.cases.reads_of_board import candidates
from linli.console.case.asking import VerbForm, ends_of, reason_field
from linli.governance.vocabulary import END_STATES
from linli.kit.actor import Actor

WITHOUT_ANOTHER = tuple(end for end in END_STATES if end != "merged")


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
    via = forms.ChoiceField(
        label=_("How she was asked"),
        widget=forms.RadioSelect,
        choices=[(Rating.Via.CALL, _("By a call")), (Rating.Via.PAPER, _("On paper"))],
        initial=Rating.Via.CALL,
        required=False,
    )
    said_on = forms.DateField(
        label=_("The day on the paper"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def act(self, *, by: Actor, at: datetime) -> Any:
        data = self.cleaned_data
        paper = {"via": data["via"] or Rating.Via.CALL, "said_on": data["said_on"]}
        words = {"verdict": data["verdict"], "words": data["words"]}
        return closing.verify(self.case, by=by, at=at, **words, **paper, **self.sent)


class TryCallForm(VerbForm):
    verb, done = "try_call", _("Written down.")
    words = reason_field(_("What happened"), required=False)

    def act(self, *, by: Actor, at: datetime) -> Any:
        return calling.try_call(self.case, words=self.cleaned_data["words"], by=by, at=at, **self.sent)


class ProposeEndForm(VerbForm):
    verb, done = "propose_end", _("Proposed. Another person must confirm it.")
    end_state = forms.ChoiceField(label=_("How it ended"))
    reason = reason_field()

    def prepare(self) -> None:
        ends: Any = self.fields["end_state"]
        ends.choices = ends_of(
            self.case, tuple(end for end in END_STATES if closing.needs_two(self.case, end))
        )

    def act(self, *, by: Actor, at: datetime) -> Any:
        data = self.cleaned_data
        words = {"end_state": data["end_state"], "reason": data["reason"]}
        return reviewing.propose_end(self.case, by=by, at=at, **words, **self.sent)


class ConfirmEndForm(VerbForm):
    verb, done = "confirm_end", _("Closed.")

    def act(self, *, by: Actor, at: datetime) -> Any:
        return reviewing.confirm_end(self.case, by=by, at=at, **self.sent)


class DeclineEndForm(VerbForm):
    verb, done = "decline_end", _("Declined. The case stays open.")
    reason = reason_field()

    def act(self, *, by: Actor, at: datetime) -> Any:
        return reviewing.decline_end(self.case, reason=self.cleaned_data["reason"], by=by, at=at, **self.sent)


class CloseForm(VerbForm):
    verb, done = "close", _("Closed.")
    end_state = forms.ChoiceField(label=_("How it ended"), required=False)

    def prepare(self) -> None:
        ends: Any = self.fields["end_state"]
        alone = tuple(end for end in WITHOUT_ANOTHER if not closing.needs_two(self.case, end))
        ends.choices = [("", _("as the answer says")), *ends_of(self.case, alone)]

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

    def prepare(self) -> None:
        """For each picture of the case a tick, which says that it was looked at, and a caption."""
        self.found = candidates(self.case)
        for picture in self.found:
            self.fields[f"show-{picture.digest}"] = forms.BooleanField(
                label=_("I looked: no person, no number plate, no door number. Show it."),
                required=False,
                widget=forms.CheckboxInput(attrs={"id": f"publish-show-{picture.pk}"}),
            )
            self.fields[f"words-{picture.digest}"] = forms.CharField(
                label=_("Caption"),
                required=False,
                max_length=60,
                widget=forms.TextInput(attrs={"id": f"publish-words-{picture.pk}"}),
            )

    def begin_with(self, texts: dict[str, str], shown: Mapping[str, str]) -> None:
        for name, text in texts.items():
            self.fields[name].initial = text
        for digest, words in shown.items():
            self.fields[f"show-{digest}"].initial = True
            self.fields[f"words-{digest}"].initial = words

    @property
    def pictures(self) -> list[tuple[Picture, forms.BoundField, forms.BoundField]]:
        return [(one, self[f"show-{one.digest}"], self[f"words-{one.digest}"]) for one in self.found]

    def act(self, *, by: Actor, at: datetime) -> Any:
        data = self.cleaned_data
        chosen = (one.digest for one in self.found if data[f"show-{one.digest}"])
        return publishing.publish(
            self.case,
            title=data["title"],
            problem=data["problem"],
            result=data["result"],
            pictures={digest: data[f"words-{digest}"] for digest in chosen},
            by=by,
            at=at,
            **self.sent,
        )


class UnpublishForm(VerbForm):
    verb, done = "unpublish", _("Taken off the board.")
    reason = reason_field()

    def act(self, *, by: Actor, at: datetime) -> Any:
        return publishing.unpublish(self.case, reason=self.cleaned_data["reason"], by=by, at=at, **self.sent)
