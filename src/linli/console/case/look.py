"""Who is this: shown once, after the look has been written down with its purpose; what is wrong in it, corrected."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.console.reaching import mail_fields, phone_fields
from linli.kit.actor import Actor
from linli.people.actions.contacts import correct_contact
from linli.people.models import Contact, Look


class LookForm(forms.Form):
    purpose = forms.ChoiceField(label=_("What for"), choices=[("", _("choose…")), *Look.Purpose.choices])
    words = forms.CharField(label=_("In words"), max_length=300, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"auto_id": "look-%s", **more})


class CorrectForm(forms.Form):
    """Empty fields stay as they are: the page that shows the old values is not the page that is sent."""

    phone, phone_read_back = phone_fields()
    mail, mail_read_back = mail_fields()
    name = forms.CharField(label=_("Name"), max_length=40, required=False)
    room = forms.CharField(label=_("Room"), max_length=40, required=False)

    parts = ("phone", "mail", "name", "room")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"auto_id": "correct-%s", **more})

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if not self.errors and not any(typed[part] for part in self.parts):
            raise forms.ValidationError(gettext("Please write what is right in place of what is wrong."))
        return typed

    def act(self, contact: Contact, *, by: Actor, at: datetime) -> None:
        typed = self.cleaned_data
        anew: dict[str, Any] = {part: typed[part] or None for part in self.parts}
        anew |= {tick: typed[tick] for tick in ("phone_read_back", "mail_read_back")}
        correct_contact(contact, by=by, at=at, **anew)
