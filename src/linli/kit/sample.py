"""What the page /look/ shows: every element once, in every state, with invented contents."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.kit.answer import no, yes
from linli.kit.paging import Page

NOW = datetime(2026, 11, 20, 6, 20, tzinfo=UTC)
SPRITE = Path(__file__).parent / "static/kit/icons.svg"


class SampleForm(forms.Form):
    words = forms.CharField(
        label=_("Your words"), help_text=_("One or two sentences are enough."), widget=forms.Textarea
    )
    phone = forms.CharField(
        label=_("Telephone"), widget=forms.TextInput(attrs={"inputmode": "tel", "class": "short"})
    )
    place = forms.CharField(label=_("Where is it?"), required=False)
    kind = forms.ChoiceField(
        label=_("What is it?"),
        widget=forms.RadioSelect,
        choices=[("lamp", _("Street lamps")), ("water", _("Water")), ("other", _("Something else"))],
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=[("a", _("Street office")), ("b", _("Village office"))])
    agree = forms.BooleanField(label=_("The office may call me back."), required=False)
    picture = forms.FileField(label=_("Pictures"), required=False)


def everything() -> dict[str, Any]:
    faulty = SampleForm({"words": "", "phone": "abc", "unit": "a"}, auto_id="faulty-%s")
    faulty.full_clean()
    faulty.add_error("phone", str(_("This does not look like a telephone number.")))
    return {
        "icons": re.findall(r'<symbol id="([\w-]+)"', SPRITE.read_text()),
        "form": SampleForm(initial={"kind": "lamp"}),
        "faulty": faulty,
        "allowed": yes,
        "refused": no(_("This case lies outside your area. Ask the street office to give it to you.")),
        "at": NOW,
        "dues": [NOW + timedelta(days=2, hours=3), NOW + timedelta(hours=3), NOW - timedelta(minutes=40)],
        "page": Page(rows=[], after="next", before="previous"),
        "query": "",
    }
