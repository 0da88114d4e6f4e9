from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from linli.cases.actions.intake import LONGEST_WORDS
from linli.field.forms import PictureForm
from linli.places.models import Area

CHANNELS = [
    ("visit", _("On a visit")),
    ("patrol", _("On my round")),
    ("meeting", _("At a meeting")),
    ("chat", _("From a chat")),
]

# With scripts the part of the page with the hints follows the words; nothing is kept by it.
HINTING = {
    "hx-post": reverse_lazy("field:note"),
    "hx-trigger": "input changed delay:600ms",
    "hx-vals": '{"look": "1"}',
    "hx-target": "#hints",
    "hx-select": "#hints",
    "hx-swap": "outerHTML",
}


class NoteForm(PictureForm):
    """Only the words are needed. What it is, and who shall do it, is decided later."""

    words = forms.CharField(
        label=_("What did you see or hear?"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4, **HINTING}),
        error_messages={"required": _("Please say in a few words what it is about.")},
    )
    place_words = forms.CharField(
        label=_("Where is it?"), required=False, max_length=120, widget=forms.TextInput(attrs={"size": 24})
    )
    channel = forms.ChoiceField(
        label=_("How did you learn of it?"), choices=CHANNELS, initial="patrol", widget=forms.RadioSelect
    )
    area = forms.TypedChoiceField(label=_("In which area?"), coerce=int)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    near = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    phrase = forms.CharField(required=False, max_length=24)
    category = forms.CharField(required=False, max_length=24)
    calm = forms.BooleanField(required=False, widget=forms.HiddenInput)

    field_order = ("words", "pictures", "place_words", "channel", "area")

    def __init__(self, *args: Any, areas: list[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = {area.pk: area for area in areas}
        self.fields["area"].choices = [(area.pk, area.name) for area in areas]  # type: ignore[attr-defined]
        if areas:
            self.fields["area"].initial = areas[0].pk
        if len(areas) == 1:
            self.fields["area"].widget = forms.HiddenInput()

    @property
    def chosen_area(self) -> Area:
        return self.areas[self.cleaned_data["area"]]
