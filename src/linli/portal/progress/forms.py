from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.actions.intake import LONGEST_WORDS
from linli.cases.models import Rating
from linli.portal.raising.forms import NOTHING_SAID, ParcelField, PicturesField, SeveralFiles, voice_field


class OpenForm(forms.Form):
    number = forms.CharField(
        label=_("Number"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=60,
        help_text=_("On your receipt: four groups of four. Capitals, blanks and dashes do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class OneOfMany(forms.Form):
    """Several stand on the page of a matter; each names its fields after itself."""

    def __init__(self, *args: Any, **more: Any) -> None:
        name = type(self).__name__.removesuffix("Form").lower()
        super().__init__(*args, **{"auto_id": f"{name}-%s", **more})


class AddForm(OneOfMany):
    text = forms.CharField(
        label=_("Add a sentence"),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    voice = voice_field()
    pictures = PicturesField(
        label=_("Pictures"), required=False, widget=SeveralFiles(attrs={"accept": "image/*"})
    )
    key = forms.UUIDField(widget=forms.HiddenInput)
    parcel = ParcelField(required=False)  # pictures and voice that came with a try that danger stopped

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        spoken = cleaned.get("voice") or (cleaned.get("parcel") and cleaned["parcel"].sounds)
        silent = not cleaned.get("text") and not spoken
        if silent and not {"text", "voice"} & set(self.errors):
            self.add_error("text", NOTHING_SAID)
        return cleaned


class VerdictForm(OneOfMany):
    verdict = forms.ChoiceField(choices=Rating.Verdict.choices)
    words = forms.CharField(
        label=_("A word about it"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReopenForm(OneOfMany):
    reason = forms.CharField(
        label=_("What is not solved?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class RemindForm(OneOfMany):
    words = forms.CharField(
        label=_("What would you like to know?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    key = forms.UUIDField(widget=forms.HiddenInput)


class WithdrawForm(OneOfMany):
    reason = forms.CharField(label=_("Why?"), max_length=200, required=False)
