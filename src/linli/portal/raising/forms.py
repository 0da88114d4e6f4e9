"""The two pages of saying something: the words with pictures, then what may be added to them."""

import re
import uuid
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.cases.actions.intake import LONGEST_WORDS
from linli.notices.addresses import addresses_are_asked
from linli.notices.channels import is_set_up
from linli.portal.raising.parcel import Parcel

Choices = list[tuple[str, str]]
TELEPHONE = RegexValidator(
    re.compile(r"^\+?[\d\s-]{7,20}$"), _("This does not look like a telephone number.")
)


NOTHING_SAID = _("Please say in a few words what it is about.")


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class PicturesField(forms.FileField):
    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        chosen = data if isinstance(data, list) else [data] if data else []
        return [super(PicturesField, self).clean(one, initial) for one in chosen]


class ParcelField(forms.CharField):
    """The parcel of the page before; its value is a Parcel, empty when none came."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> Parcel:
        parcel = Parcel.opened(value) if value else Parcel()
        if parcel is None:
            raise forms.ValidationError(
                _("The pictures were kept for a week only. Please add them again later.")
            )
        return parcel


class KnownChoice(forms.ChoiceField):
    """Shows a few choices and accepts every known one: what was proposed may change with the words."""

    known: frozenset[str] = frozenset()

    def valid_value(self, value: str) -> bool:
        return value in self.known


def voice_field() -> forms.FileField:
    """A recording; without scripts the telephone's own recorder makes it."""
    return forms.FileField(
        label=_("Voice"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "audio/*", "capture": True}),
    )


class SayForm(forms.Form):
    words = forms.CharField(
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    pictures = PicturesField(
        label=_("Pictures"),
        required=False,
        help_text=_("Up to six. Where they were taken is removed from them."),
        widget=SeveralFiles(attrs={"accept": "image/*"}),
    )
    voice = voice_field()
    kind = forms.CharField(required=False, widget=forms.HiddenInput)
    place = forms.CharField(required=False, widget=forms.HiddenInput)
    parcel = ParcelField(required=False)


class SendForm(forms.Form):
    """Everything but the words may be left as it is."""

    words = SayForm.base_fields["words"]
    kind = forms.ChoiceField(label=_("What kind of matter is it?"), required=False, widget=forms.RadioSelect)
    category = KnownChoice(label=_("What is it about?"), required=False, widget=forms.RadioSelect)
    other = forms.ChoiceField(label=_("Or choose from all"), required=False)
    area = forms.TypedChoiceField(label=_("Where is it?"), coerce=int, required=False, empty_value=None)
    place_words = forms.CharField(
        label=_("More exactly"),
        max_length=120,
        required=False,
        help_text=_("A building, a road, a shop nearby: whatever helps to find it."),
    )
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    name = forms.CharField(label=_("How may we call you?"), max_length=40, required=False)
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=20,
        required=False,
        validators=[TELEPHONE],
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel", "class": "short"}),
    )
    mail = forms.EmailField(
        label=_("E-mail"),
        help_text=_("You get a line there when there is an answer; for nothing else."),
        max_length=200,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    parcel = ParcelField(required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)
    calm = forms.BooleanField(required=False, widget=forms.HiddenInput)
    asked = forms.CharField(required=False)  # the category whose questions stood on the page

    def __init__(
        self,
        *args: Any,
        kinds: Choices,
        proposed: Choices,
        all_categories: list[Any],
        areas: Choices,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not is_set_up("mail"):
            del self.fields["mail"]
        elif addresses_are_asked():
            self.fields["mail"].help_text = gettext(
                "A first letter asks whether it is yours. Then you get a line there when there is an answer; for nothing else."
            )
        unsure = ("", gettext("I am not sure; the office decides"))
        self.choices_of("kind", kinds)
        self.choices_of("category", [*proposed, unsure])
        self.fields["category"].known = frozenset(codes_in(all_categories))  # type: ignore[attr-defined]
        self.choices_of("other", [("", gettext("All categories")), *all_categories])
        self.choices_of("area", areas)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        spoken = cleaned.get("parcel") and cleaned["parcel"].sounds
        if not cleaned.get("words") and "words" not in self.errors and not spoken:
            self.add_error("words", NOTHING_SAID)
        return cleaned

    def choices_of(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def chosen_category(self) -> str:
        """Empty too for what is not known here."""
        return str(self.cleaned_data.get("other") or self.cleaned_data.get("category") or "")


def codes_in(groups: list[Any]) -> list[str]:
    return [code for _name, choices in groups for code, _words in choices]


def new_key() -> str:
    """Made before the first try, so that a form sent twice is one case."""
    return str(uuid.uuid4())
