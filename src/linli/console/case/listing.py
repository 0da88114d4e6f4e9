"""Forms that put a case on a list and take it off."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.actions import listing
from linli.cases.listings import line_of
from linli.cases.rules_of_lists import lists_for
from linli.console.case.asking import VerbForm, reason_field
from linli.kit.actor import Actor


class EnlistForm(VerbForm):
    verb, done = "enlist", _("It stands on the list now.")
    onto = forms.ChoiceField(label=_("Which list"), widget=forms.RadioSelect)
    title = forms.CharField(label=_("In short"), max_length=listing.LONGEST_TITLE)
    wanted = forms.CharField(
        label=_("What is wanted"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=_("Everybody will read this. Write no name, no telephone number, no house number."),
    )

    def prepare(self) -> None:
        onto: Any = self.fields["onto"]
        kinds = lists_for(self.case)
        onto.choices = [(kind.key, kind.name) for kind in kinds]
        onto.initial = kinds[0].key if len(kinds) == 1 else None

    def begin_with(self, words: str) -> None:
        """The text that stands on a list already, else the case's own words for a person to shorten. One query."""
        line = line_of(self.case)
        first = (line.list_key, line.title, line.wanted) if line else (None, self.case.title, words)
        for name, text in zip(("onto", "title", "wanted"), first, strict=True):
            self.fields[name].initial = text or self.fields[name].initial

    def act(self, *, by: Actor, at: datetime) -> Any:
        words = {name: self.cleaned_data[name] for name in ("onto", "title", "wanted")}
        return listing.enlist(self.case, **words, by=by, at=at, **self.sent)


class DelistForm(VerbForm):
    verb, done = "delist", _("Taken off the list.")
    reason = reason_field()

    def act(self, *, by: Actor, at: datetime) -> Any:
        return listing.delist(self.case, reason=self.cleaned_data["reason"], by=by, at=at, **self.sent)
