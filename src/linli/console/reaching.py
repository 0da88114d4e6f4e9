"""The fields of a number and of an address, wherever the office writes them down, each with whether it was read back."""

from django import forms
from django.utils.translation import gettext_lazy as _


def phone_fields() -> tuple[forms.CharField, forms.BooleanField]:
    number = forms.CharField(
        label=_("Telephone"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "class": "short"}),
    )
    read_back = forms.BooleanField(
        label=_("I read the number back to her, digit by digit, and it is right."),
        help_text=_("Otherwise a first text message asks whether it is hers; no other goes there before."),
        required=False,
    )
    return number, read_back


def mail_fields() -> tuple[forms.EmailField, forms.BooleanField]:
    address = forms.EmailField(
        label=_("E-mail"),
        max_length=200,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    read_back = forms.BooleanField(
        label=_("I read the address back to her, sign by sign, and it is right."),
        help_text=_("Otherwise a first letter asks whether it is hers; nothing else goes there before."),
        required=False,
    )
    return address, read_back
