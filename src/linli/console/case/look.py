"""Who is this: shown once, after the look has been written down with its purpose."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.people.models import Look


class LookForm(forms.Form):
    purpose = forms.ChoiceField(label=_("What for"), choices=[("", _("choose…")), *Look.Purpose.choices])
    words = forms.CharField(label=_("In words"), max_length=300, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"auto_id": "look-%s", **more})
