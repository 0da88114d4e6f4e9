from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.actions.intake import LONGEST_WORDS
from linli.cases.models import Rating
from linli.portal.raising.forms import PicturesField, SeveralFiles


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


class AddForm(forms.Form):
    text = forms.CharField(
        label=_("Add a sentence"), max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 2})
    )
    pictures = PicturesField(
        label=_("Pictures"), required=False, widget=SeveralFiles(attrs={"accept": "image/*"})
    )
    key = forms.UUIDField(widget=forms.HiddenInput)


class VerdictForm(forms.Form):
    verdict = forms.ChoiceField(choices=Rating.Verdict.choices)
    words = forms.CharField(
        label=_("A word about it"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("Why?"), max_length=200, required=False)
