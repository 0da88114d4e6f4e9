"""One small form for each step of a project: what it asks, and the action that does it."""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.actions import listing, money, projects
from linli.cases.models import Achieved, Case, Milestone, MoneyLine, Need, Picture, Pledge
from linli.console.case.asking import new_key, reason_field
from linli.console.projects.choices import Choices
from linli.kit.action import once
from linli.kit.actor import Actor


class StepForm(forms.Form):
    """`of`: the rows of the case that this step is about; None for a step of the whole case."""

    step: ClassVar[str] = ""
    label: ClassVar[Any] = ""
    done: ClassVar[Any] = _("Written down.")
    of: ClassVar[Any] = None
    hidden: ClassVar[bool] = False  # one more tap, since it is not undone
    key = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=new_key)

    def __init__(self, data: Any, *, case: Case, choices: Choices, target: Any = None) -> None:
        suffix = f"-{target.pk}" if target is not None else ""
        super().__init__(data, auto_id=f"{self.step}{suffix}-%s")
        self.case, self.choices, self.target = case, choices, target
        self.prepare()

    def prepare(self) -> None:
        """Choices that depend on the case."""

    def choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    @property
    def subject(self) -> Any:
        return self.case if self.target is None else self.target

    @property
    def said(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}

    def run(self, act: Any, *, by: Actor, at: datetime, **more: Any) -> Any:
        return once(self.cleaned_data["key"], act, self.subject, by=by, at=at, **{**self.said, **more})

    def act(self, *, by: Actor, at: datetime) -> Any:
        raise NotImplementedError


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, required=required, help_text=help_text)


def amount_field(label: Any, *, required: bool = True) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, max_digits=12, decimal_places=2, min_value=Decimal("0.01"), required=required
    )


class PlanForm(StepForm):
    step, label = "plan", _("Write the plan")
    aim = forms.CharField(
        label=_("What it shall bring"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
    lead = forms.ChoiceField(label=_("Who answers for it"))
    starts_on = day_field(_("From"))
    ends_on = day_field(_("Until"))

    def prepare(self) -> None:
        self.choose("lead", [("", _("choose…")), *self.choices.leads])
        known = self.choices.plan
        if known is not None:
            first = {"aim": known.aim, "lead": str(known.lead_id)}
            self.initial = {**first, "starts_on": known.starts_on, "ends_on": known.ends_on}

    def act(self, *, by: Actor, at: datetime) -> Any:
        return self.run(projects.plan, by=by, at=at, lead=self.choices.post(self.cleaned_data["lead"]))


class MilestoneForm(StepForm):
    step, label = "milestone", _("Add a milestone")
    name = forms.CharField(label=_("What is done then"), max_length=60)
    due_on = day_field(_("Until"))

    def act(self, *, by: Actor, at: datetime) -> Any:
        return self.run(projects.set_milestone, by=by, at=at)


class TickForm(StepForm):
    step, label, of = "tick", _("Done"), Milestone
    on = day_field(_("On which day"), required=False, help_text=_("Empty: today."))
    why_late = forms.CharField(label=_("If it was late: why"), max_length=200, required=False)

    def act(self, *, by: Actor, at: datetime) -> Any:
        return self.run(projects.tick, by=by, at=at)


class PutOffForm(StepForm):
    step, label, of = "put-off", _("Put off"), Milestone
    due_on = day_field(_("New day"))
    reason = reason_field(help_text=_("Everybody will read this."))

    def act(self, *, by: Actor, at: datetime) -> Any:
        return self.run(projects.put_off, by=by, at=at)


class DropForm(StepForm):
    step, label, of = "drop", _("Not needed any more"), Milestone
    hidden = True

    def act(self, *, by: Actor, at: datetime) -> Any:
        return self.run(projects.drop_milestone, by=by, at=at)


class TargetForm(StepForm):
    step, label = "target", _("Plan a quantity")
    quantity = forms.ChoiceField(label=_("Of what"))
    amount = amount_field(_("How many"))

    def prepare(self) -> None:
        self.choose("quantity", [("", _("choose…")), *self.choices.quantities])

    def act(self, *, by: Actor, at: datetime) -> Any:
        return self.run(projects.aim_at, by=by, at=at)


class CountForm(TargetForm):
    step, label = "count", _("Write down what was achieved")
    on = day_field(_("On which day"), required=False, help_text=_("Empty: today."))
    words = forms.CharField(label=_("Where, or what else to say"), max_length=120, required=False)

    def act(self, *, by: Actor, at: datetime) -> Any:
        return self.run(projects.count, by=by, at=at)


class UncountForm(StepForm):
    step, label, of = "uncount", _("Take it back"), Achieved
    reason = reason_field()

    def act(self, *, by: Actor, at: datetime) -> Any:
        return self.run(projects.uncount, by=by, at=at)


class NeedForm(StepForm):
    step, label = "need", _("Ask for something")
    name = forms.CharField(label=_("What is needed"), max_length=60)
    quantity = forms.ChoiceField(label=_("Counted as"), required=False)
    amount = amount_field(_("How many"), required=False)

    def prepare(self) -> None:
        self.choose("quantity", [("", _("not counted")), *self.choices.quantities])

    def act(self, *, by: Actor, at: datetime) -> Any:
        return self.run(listing.ask_for, by=by, at=at)


class EndNeedForm(StepForm):
    step, label, of = "end-need", _("Not needed any more"), Need
    hidden = True

    def act(self, *, by: Actor, at: datetime) -> Any:
        return self.run(listing.end_need, by=by, at=at)


class KeepForm(StepForm):
    step, label, of = "keep", _("It has come"), Pledge

    def act(self, *, by: Actor, at: datetime) -> Any:
        return self.run(listing.keep_pledge, by=by, at=at)


class UnnameForm(StepForm):
    step, label, of = "unname", _("Take the name off"), Pledge
    done = _("No name stands beside this promise any more.")

    def act(self, *, by: Actor, at: datetime) -> Any:
        return self.run(listing.withhold_name, by=by, at=at)


class ShowForm(StepForm):
    step, label, of = "show", _("Show on the public page"), Picture
    words = forms.CharField(label=_("What it shows"), max_length=60, required=False)

    def act(self, *, by: Actor, at: datetime) -> Any:
        return self.run(projects.show_picture, by=by, at=at)


class HideForm(StepForm):
    step, label, of = "hide", _("Take off the public page"), Picture

    def act(self, *, by: Actor, at: datetime) -> Any:
        return self.run(projects.hide_picture, by=by, at=at)


class MoneyForm(StepForm):
    """A sum is typed in yuan and kept in fen."""

    amount = amount_field(_("Yuan"))
    purpose = forms.CharField(label=_("What for"), max_length=120, help_text=_("Write nobody's name."))
    paper = forms.CharField(label=_("Number of the paper"), max_length=40, required=False)
    on = day_field(_("On which day"), required=False, help_text=_("Empty: today."))

    @property
    def said(self) -> dict[str, Any]:
        return {**super().said, "amount": int(self.cleaned_data["amount"] * 100)}


class PromiseForm(MoneyForm):
    step, label = "promise", _("Promised money")
    source = forms.ChoiceField(label=_("From where"))
    unit = forms.ChoiceField(label=_("Which unit"), required=False)
    givers = forms.IntegerField(
        label=_("How many households gave"),
        min_value=1,
        required=False,
        help_text=_("Only for residents' own contributions. Nobody is named."),
    )
    field_order = ("source", "unit", "amount", "purpose", "givers", "paper", "on")

    def prepare(self) -> None:
        self.choose("source", [("", _("choose…")), *self.choices.sources])
        self.choose("unit", [("", _("none")), *self.choices.units])

    def act(self, *, by: Actor, at: datetime) -> Any:
        return self.run(money.promise_money, by=by, at=at)

    @property
    def said(self) -> dict[str, Any]:
        said = super().said
        unit = said.pop("unit")
        return {**said, "organisation": self.choices.unit(unit)}


class ReceiveForm(MoneyForm):
    step, label, of = "receive", _("Money has come"), MoneyLine

    def act(self, *, by: Actor, at: datetime) -> Any:
        return self.run(money.receive, by=by, at=at)


class GiveBackForm(MoneyForm):
    step, label, of = "give-back", _("Give the rest back"), MoneyLine

    def act(self, *, by: Actor, at: datetime) -> Any:
        return self.run(money.give_back, by=by, at=at)


class SpendForm(MoneyForm):
    step, label = "spend", _("Write a spending down")
    done = _("Written down. A second person confirms it.")

    def act(self, *, by: Actor, at: datetime) -> Any:
        return self.run(money.spend, by=by, at=at)


class ConfirmForm(StepForm):
    step, label, of = "confirm", _("I have seen the paper: confirm"), MoneyLine
    done = _("Confirmed.")

    def act(self, *, by: Actor, at: datetime) -> Any:
        return self.run(money.confirm_spending, by=by, at=at)


class ReverseForm(StepForm):
    step, label, of = "reverse", _("Take this line back"), MoneyLine
    reason = reason_field(help_text=_("Everybody will read this."))

    def act(self, *, by: Actor, at: datetime) -> Any:
        return self.run(money.reverse_money, by=by, at=at)


STEPS: dict[str, type[StepForm]] = {
    form.step: form
    for form in (
        *(PlanForm, MilestoneForm, TickForm, PutOffForm, DropForm, TargetForm, CountForm, UncountForm),
        *(NeedForm, EndNeedForm, KeepForm, UnnameForm, ShowForm, HideForm),
        *(PromiseForm, ReceiveForm, GiveBackForm, SpendForm, ConfirmForm, ReverseForm),
    )
}
