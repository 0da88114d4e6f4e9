"""Forms for "is it so?": somebody is asked to go and look, says what is there, or need not go any more."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.actions import checking
from linli.cases.lookers import found_words, looker_name
from linli.cases.models import Check
from linli.cases.pictures import clean_all
from linli.console.case.asking import Pictures, VerbForm, reason_field
from linli.kit.actor import Actor
from linli.people.models import Post


class AskCheckForm(VerbForm):
    verb, done = "ask_check", _("Asked. It stands on her list for today.")
    looker = forms.ChoiceField(
        label=_("Who shall go and look"),
        help_text=_("Not whoever has the case; and at an answer nobody of that unit."),
        error_messages={"required": _("Choose who shall go and look.")},
    )
    question = reason_field(_("What to look for"), required=False)
    among: tuple[Post, ...] = ()

    def offer_lookers(self, among: tuple[Post, ...]) -> None:
        self.among = among
        choice: Any = self.fields["looker"]
        choice.choices = [("", "—"), *((str(post.pk), looker_name(self.case, post)) for post in among)]

    def act(self, *, by: Actor, at: datetime) -> Any:
        data = self.cleaned_data
        return checking.ask_check(
            self.case,
            post=next((post for post in self.among if str(post.pk) == data["looker"]), None),
            question=data["question"],
            version=data["version"],
            by=by,
            at=at,
            **self.sent,
        )


class ReportCheckForm(VerbForm):
    verb, done = "report_check", _("Thank you. The resident and the office read what you found.")
    found = forms.ChoiceField(label=_("What is there?"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What you saw"),
        help_text=_("The resident and whoever has the case read this. No names, please."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    pictures = Pictures(label=_("Pictures"))

    def prepare(self) -> None:
        choice: Any = self.fields["found"]
        names = found_words()
        choice.choices = [(str(key), names[key]) for key in Check.FOUND]

    def act(self, *, by: Actor, at: datetime) -> Any:
        data = self.cleaned_data
        return checking.report_check(
            self.case,
            found=data["found"],
            words=data["words"],
            pictures=clean_all(data["pictures"]),
            version=data["version"],
            by=by,
            at=at,
            **self.sent,
        )


class CallOffCheckForm(VerbForm):
    verb, done = "call_off_check", _("Called off. Whoever was asked need not go.")
    reason = reason_field(help_text=_("Whoever was asked reads it."))

    def act(self, *, by: Actor, at: datetime) -> Any:
        data = self.cleaned_data
        return checking.call_off_check(
            self.case, reason=data["reason"], version=data["version"], by=by, at=at, **self.sent
        )
