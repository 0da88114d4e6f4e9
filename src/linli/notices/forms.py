"""The one form that every door with a list shows: how she wants to be told."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.notices.models import Preference


class PreferenceForm(forms.Form):
    mail = forms.BooleanField(label=_("By e-mail"), required=False)
    sms = forms.BooleanField(label=_("By text message"), required=False)
    digest = forms.BooleanField(
        label=_("Once a day, as a summary"),
        required=False,
        help_text=_("Dangers are told at once all the same. Nothing leaves in the quiet hours of the place."),
    )
    digest_at = forms.TimeField(
        label=_("Summary at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )


def first_values(chosen: Preference | None) -> dict[str, Any]:
    row = chosen or Preference()
    return {name: getattr(row, name) for name in ("mail", "sms", "digest", "digest_at")}
