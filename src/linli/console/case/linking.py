"""Forms for what belongs together: one more voice, the same matter twice, two matters in one."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.actions import intake, joining, linking, splitting
from linli.cases.models import Case
from linli.cases.numbers import tidy_number
from linli.cases.reads_of_alike import Alike
from linli.cases.receipts import code_for_voice
from linli.console.case.asking import VerbForm, reason_field
from linli.governance.model import RuleBook
from linli.kit.actor import Actor

ROWS = (1, 2, 3, 4)
FEWEST = 2


class JoinForm(VerbForm):
    """For somebody who calls or stands at the desk and says the same."""

    verb, done = "join", _("Written down.")
    name = forms.CharField(label=_("Name"), max_length=40, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=20, required=False)

    def act(self, *, by: Actor, at: datetime) -> Any:
        data = self.cleaned_data
        way = "phone" if data["phone"] else "code"
        speaker = intake.Speaker(name=data["name"], phone=data["phone"], way=way)
        voice = joining.join(self.case, speaker=speaker, channel="desk", by=by, at=at, **self.sent)
        receipt = {"number": voice.number, "code": code_for_voice(voice)}
        self.said = _("Written down. Please tell her: number %(number)s, code %(code)s.") % receipt
        return voice


class MergeForm(VerbForm):
    """`chosen` is one of the cases that look alike; "" means the number typed in `number`."""

    verb, done = "merge", _("Merged. Everybody who spoke is told; it can be undone.")
    chosen = forms.CharField(required=False)
    number = forms.CharField(label=_("Another case, by its number"), max_length=20, required=False)

    alike: tuple[Alike, ...] = ()

    def offer_alike(self, alike: tuple[Alike, ...]) -> None:
        self.alike = tuple(one for one in alike if one.case.is_open)

    @property
    def picked(self) -> str:
        first = self.alike[0].case.number if self.alike else ""
        return str(self["chosen"].value() or "") if self.is_bound else first

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        number = tidy_number(data.get("number") or data.get("chosen") or "")
        data["into"] = Case.objects.visible_to(self.actor).filter(number=number).first()
        if data["into"] is None:
            self.add_error("number", _("Choose the case in which this one goes on."))
        return data

    def act(self, *, by: Actor, at: datetime) -> Any:
        data = self.cleaned_data
        return linking.merge(self.case, into=data["into"], version=data["version"], by=by, at=at, **self.sent)


class UnmergeForm(VerbForm):
    verb, done = "unmerge", _("Undone. The case stands where it stood, with its old limits.")
    reason = reason_field(required=False, help_text=_("The resident reads it."))

    def act(self, *, by: Actor, at: datetime) -> Any:
        return linking.unmerge(self.case, reason=self.cleaned_data["reason"], by=by, at=at, **self.sent)


class SplitForm(VerbForm):
    """Rows of a short title and a category; those left empty do not count."""

    verb, done = "split", _("Split. Each part has a number and a limit of its own.")

    def prepare(self) -> None:
        choices = category_choices(self.case.rulebook)
        for row in ROWS:
            needed = row <= FEWEST
            self.fields[f"title{row}"] = forms.CharField(
                label=_("Demand %(number)s in short") % {"number": row}, max_length=60, required=needed
            )
            self.fields[f"category{row}"] = forms.ChoiceField(
                label=_("What it is about"), choices=choices, required=needed
            )
        self.fields["title1"].initial = self.case.title
        self.fields["category1"].initial = self.case.category

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"title{row}"], self[f"category{row}"]) for row in ROWS]

    def act(self, *, by: Actor, at: datetime) -> Any:
        data = self.cleaned_data
        parts = tuple(
            splitting.Part(data[f"title{row}"], data[f"category{row}"]) for row in ROWS if data[f"title{row}"]
        )
        return splitting.split(self.case, parts=parts, version=data["version"], by=by, at=at, **self.sent)


def category_choices(book: RuleBook) -> list[Any]:
    return [
        ("", _("choose…")),
        *(
            (top.name, [(top.code, top.name), *((sub.code, sub.name) for sub in top.subs)])
            for top in book.categories
        ),
    ]
