from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.actions import closing
from linli.cases.models import Rating
from linli.cases.verdict_links import OnPaper
from linli.console.case.ending import VerifyForm
from linli.kit.actor import Actor
from linli.places.models import Area


class PapersForm(forms.Form):
    """For all that wait in an area, or for one case by its number."""

    area = forms.ChoiceField(label=_("Area"))
    number = forms.CharField(
        label=_("Only this case"),
        help_text=_("Its number; empty for all of the area."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, areas: list[Area], **more: Any) -> None:
        super().__init__(*args, **{"auto_id": "papers-%s", **more})
        self.areas = {str(area.pk): area for area in areas}
        field: Any = self.fields["area"]
        field.choices = [(key, area.name) for key, area in self.areas.items()]

    @property
    def chosen_area(self) -> Area:
        return self.areas[self.cleaned_data["area"]]


class KeyInForm(VerifyForm):
    """What the paper says: it has a day of its own, and it speaks of the answer that stands on it."""

    field_order = ("verdict", "words", "said_on")

    def prepare(self) -> None:
        self.fields["via"].widget = forms.HiddenInput()
        self.fields["said_on"].required = True

    def read_from(self, paper: OnPaper) -> None:
        self.paper = paper

    def act(self, *, by: Actor, at: datetime) -> Any:
        data = self.cleaned_data
        said = {"verdict": data["verdict"], "words": data["words"], "said_on": data["said_on"]}
        round_ = self.paper.round
        return closing.verify(
            self.case, via=Rating.Via.PAPER, on_round=round_, by=by, at=at, **said, **self.sent
        )
