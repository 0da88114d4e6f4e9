"""The acts upon an area, as forms."""

from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.console.places.acting import PlaceForm, date_field
from linli.console.places.naming import levels_below, unit_kinds
from linli.kit.actor import Actor
from linli.places.actions.addresses import name_address
from linli.places.actions.areas import close_area, describe_area, found_area, rename_area
from linli.places.actions.calendar import mark_local_day
from linli.places.actions.organisations import close_organisation, found_organisation
from linli.places.actions.succession import Part, merge_areas, move_area, split_area
from linli.places.models import Area, Organisation
from linli.places.models.calendar import MARKED
from linli.places.worktime import day_of

MOST_CHOICES = 1500
MOST_PARTS = 12
MOST_HOUSEHOLDS = 10_000_000


class AreaForm(PlaceForm):
    """A form about one area. `area` becomes the area to show afterwards."""

    def __init__(self, data: Any = None, *, area: Area, today: date, **more: Any) -> None:
        super().__init__(data, **more)
        self.area, self.today = area, today
        if "on" in self.fields:
            self.fields["on"].initial = today
        self.prepare()

    def prepare(self) -> None:
        """Choices and first values that depend on the area."""


class FoundForm(AreaForm):
    done = _("The area is founded.")
    level = forms.ChoiceField(label=_("Level"))
    name = forms.CharField(label=pgettext_lazy("of a place", "Name"), max_length=80)
    code = forms.CharField(label=_("Official code"), max_length=20, required=False)
    households = forms.IntegerField(
        label=_("Households"), min_value=0, max_value=MOST_HOUSEHOLDS, required=False
    )
    on = date_field(_("Since"))

    def prepare(self) -> None:
        self.fields["level"].choices = levels_below(self.area)  # type: ignore[attr-defined]

    def act(self, *, by: Actor, at: datetime) -> None:
        typed = self.cleaned_data
        found_area(
            self.area,
            level=typed["level"],
            name=typed["name"],
            code=typed["code"],
            households=typed["households"],
            valid_from=typed["on"],
            by=by,
            at=at,
        )


class RenameForm(AreaForm):
    done = _("The area has its new name. The old one stays with the days before.")
    name = forms.CharField(label=_("New name"), max_length=80)
    on = date_field(_("From this day"))

    def prepare(self) -> None:
        self.fields["name"].initial = self.area.name

    def act(self, *, by: Actor, at: datetime) -> None:
        rename_area(self.area, name=self.cleaned_data["name"], on=self.cleaned_data["on"], by=by, at=at)


class DescribeForm(AreaForm):
    code = forms.CharField(
        label=_("Official code"),
        max_length=20,
        required=False,
        help_text=_("A natural village or a grid has none."),
    )
    households = forms.IntegerField(
        label=_("Households"), min_value=0, max_value=MOST_HOUSEHOLDS, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.fields["code"].initial = self.area.code
        self.fields["households"].initial = self.area.households
        self.fields["version"].initial = self.area.version

    def act(self, *, by: Actor, at: datetime) -> None:
        typed = self.cleaned_data
        describe_area(
            self.area,
            code=typed["code"],
            households=typed["households"],
            version=typed["version"],
            by=by,
            at=at,
        )


class MoveForm(AreaForm):
    done = _("The area goes on under its new parent. What happened before stays where it was.")
    parent = forms.ChoiceField(label=_("New parent"))
    on = date_field(_("From this day"))

    def prepare(self) -> None:
        self.fields["parent"].choices = [("", "")] + [  # type: ignore[attr-defined]
            (str(row.pk), row.name) for row in self.parents()
        ]

    def parents(self) -> list[Area]:
        """Areas of the level of its parent, under the same top area. Two queries."""
        if self.area.parent is None:
            return []
        top = self.area.path[:6]
        rows = Area.objects.current().inside(top).filter(level=self.area.parent.level)
        return list(rows.exclude(pk=self.area.parent.pk).only("pk", "name", "path")[:MOST_CHOICES])

    def act(self, *, by: Actor, at: datetime) -> None:
        parent = next(row for row in self.parents() if str(row.pk) == self.cleaned_data["parent"])
        self.area = move_area(self.area, parent=parent, on=self.cleaned_data["on"], by=by, at=at)


class MergeForm(AreaForm):
    done = _("The areas go on as one. What happened before stays where it was.")
    others = forms.MultipleChoiceField(label=_("Together with"), widget=forms.CheckboxSelectMultiple)
    name = forms.CharField(label=_("Name afterwards"), max_length=80)
    code = forms.CharField(label=_("Official code"), max_length=20, required=False)
    on = date_field(_("From this day"))

    def prepare(self) -> None:
        self.fields["others"].choices = [  # type: ignore[attr-defined]
            (str(row.pk), row.name) for row in self.beside()
        ]

    def beside(self) -> list[Area]:
        rows = Area.objects.current().filter(parent=self.area.parent_id, level=self.area.level)
        return list(rows.exclude(pk=self.area.pk).exclude(parent=None).order_by("path")[:200])

    def act(self, *, by: Actor, at: datetime) -> None:
        typed = self.cleaned_data
        others = [row for row in self.beside() if str(row.pk) in typed["others"]]
        self.area = merge_areas(
            [self.area, *others], name=typed["name"], code=typed["code"], on=typed["on"], by=by, at=at
        )


class CloseForm(AreaForm):
    done = _("The area is closed.")
    on = date_field(_("First day without it"))

    def act(self, *, by: Actor, at: datetime) -> None:
        close_area(self.area, on=self.cleaned_data["on"], by=by, at=at)


class SplitForm(AreaForm):
    """Names of the parts, one a line; then, for each area below, the part it goes with."""

    done = _("The area goes on as several. What happened before stays where it was.")
    names = forms.CharField(
        label=_("Names of the parts"),
        help_text=_("One name a line."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
    )
    on = date_field(_("From this day"))

    def prepare(self) -> None:
        self.below = list(
            self.area.parts.current().only("pk", "name", "path").order_by("path")[:MOST_CHOICES]
        )
        for row in self.below if self.parts() else ():
            choices = [("", ""), *((str(number), name) for number, name in enumerate(self.parts()))]
            field = forms.ChoiceField(label=row.name, choices=choices, required=False)
            self.fields[f"goes-{row.pk}"] = field

    def parts(self) -> list[str]:
        typed = str(self.data.get("names", "")) if self.data else ""
        return [name.strip() for name in typed.splitlines() if name.strip()][:MOST_PARTS]

    def choosing(self) -> list[forms.BoundField]:
        return [self[f"goes-{row.pk}"] for row in self.below if f"goes-{row.pk}" in self.fields]

    def act(self, *, by: Actor, at: datetime) -> None:
        typed = self.cleaned_data
        parts = [
            Part(
                name, areas=tuple(row.pk for row in self.below if typed.get(f"goes-{row.pk}") == str(number))
            )
            for number, name in enumerate(self.parts())
        ]
        self.area = split_area(self.area, parts=parts, on=typed["on"], by=by, at=at)[0]


class UnitForm(AreaForm):
    done = _("The organisation is on the list.")
    name = forms.CharField(label=pgettext_lazy("of a place", "Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    on = date_field(_("Since"))

    def prepare(self) -> None:
        self.fields["kind"].choices = [("", ""), *unit_kinds(self.area.path)]  # type: ignore[attr-defined]

    def act(self, *, by: Actor, at: datetime) -> None:
        typed = self.cleaned_data
        found_organisation(
            self.area, name=typed["name"], kind=typed["kind"], valid_from=typed["on"], by=by, at=at
        )


class CloseUnitForm(PlaceForm):
    done = _("The organisation is closed.")
    on = date_field(_("First day without it"), required=False)

    def __init__(self, data: Any = None, *, unit: Organisation) -> None:
        super().__init__(data, auto_id=f"unit-{unit.pk}-%s")
        self.unit = unit

    def act(self, *, by: Actor, at: datetime) -> None:
        close_organisation(self.unit, on=self.cleaned_data["on"] or day_of(at), by=by, at=at)


class BuildingForm(AreaForm):
    done: ClassVar[Any] = _("The building is on the list.")
    estate = forms.CharField(label=_("Estate"), max_length=60, required=False)
    road = forms.CharField(label=_("Road"), max_length=60, required=False)
    number = forms.CharField(label=_("House number"), max_length=12, required=False)
    building = forms.CharField(label=_("Building"), max_length=12, required=False)
    lat = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    lon = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)

    def act(self, *, by: Actor, at: datetime) -> None:
        name_address(self.area, valid_from=day_of(at), by=by, at=at, **self.cleaned_data)


class LocalDayForm(AreaForm):
    done = _("The day is marked.")
    day = date_field(_("Day"))
    kind = forms.ChoiceField(label=_("Kind"), choices=MARKED)
    name = forms.CharField(label=pgettext_lazy("of a place", "Name"), max_length=40, required=False)

    def act(self, *, by: Actor, at: datetime) -> None:
        typed = self.cleaned_data
        mark_local_day(self.area, day=typed["day"], kind=typed["kind"], name=typed["name"], by=by, at=at)
