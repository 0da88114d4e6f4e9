from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.console.case.asking import new_key
from linli.places.models import Area

KINDS = (
    ("buildings", _("building in it")),
    ("stairwells", _("stairwell of its buildings")),
    ("lifts", _("lift of its buildings")),
    ("areas", _("area directly in it")),
    ("itself", _("the area itself")),
)


class PostersForm(forms.Form):
    """All in the address, so that a sheet can be printed again."""

    area = forms.ChoiceField(label=_("Area"))
    what = forms.ChoiceField(
        label=_("A poster for each"), widget=forms.RadioSelect, choices=KINDS, initial="buildings"
    )
    estate = forms.CharField(
        label=_("Only this estate"),
        help_text=_("A part of its name is enough; empty for all of the area."),
        max_length=60,
        required=False,
    )
    telephone = forms.CharField(
        label=_("Telephone of the office"),
        help_text=_("Stands large on each poster, for those who would rather call."),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, areas: list[Area], telephone: str = "", **more: Any) -> None:
        super().__init__(*args, **{"auto_id": "poster-%s", **more})
        self.areas = {str(area.pk): area for area in areas}
        field: Any = self.fields["area"]
        field.choices = [(key, area.name) for key, area in self.areas.items()]
        self.fields["telephone"].initial = telephone

    def clean_key(self) -> str:
        return self.cleaned_data["key"] or new_key()

    @property
    def asked(self) -> dict[str, str]:
        """What the paper shall hold, beside the area."""
        return {name: self.cleaned_data[name] for name in ("what", "estate", "telephone")}

    @property
    def chosen_area(self) -> Area:
        return self.areas[self.cleaned_data["area"]]
