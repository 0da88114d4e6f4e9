"""What the forms of the field share: a key, so that a tap sent twice runs once, and pictures that survive a fault."""

import uuid
from dataclasses import asdict
from typing import Any, cast

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from linli.cases import pictures
from linli.cases.actions.intake import CleanPicture
from linli.kit.answer import Refused

SALT = "linli.field.pictures"
KEPT_FOR = 7 * 24 * 3600


def new_key() -> str:
    """Made before the first try."""
    return str(uuid.uuid4())


class KeyedForm(forms.Form):
    key = forms.CharField(max_length=80, required=False, initial=new_key, widget=forms.HiddenInput)

    def clean_key(self) -> str:
        return self.cleaned_data["key"] or new_key()


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class PicturesField(forms.FileField):
    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        chosen = data if isinstance(data, list) else [data] if data else []
        return [super(PicturesField, self).clean(one, initial) for one in chosen]


class PictureForm(KeyedForm):
    """Pictures that came once are kept, signed, in the form itself: a fault elsewhere does not lose them."""

    pictures = PicturesField(
        label=_("Photo"), required=False, widget=SeveralFiles(attrs={"accept": "image/*"})
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def gathered(self) -> tuple[CleanPicture, ...]:
        """The pictures of this try and of those before it. A file that is no picture becomes a fault of the form."""
        self.is_valid()
        found = opened(self.cleaned_data.get("kept", ""))
        try:
            uploads = self.cleaned_data.get("pictures") or []
            fresh = pictures.clean_all(uploads)
        except Refused as refused:
            self.add_error("pictures", str(refused.sentence))
            fresh = ()
        together = (*found, *fresh)[: pictures.MOST_PICTURES]
        self.data = cast(QueryDict, self.data).copy()
        self.data["kept"] = sealed(together)
        self.how_many = len(together)
        return together


def sealed(found: tuple[CleanPicture, ...]) -> str:
    return signing.dumps([asdict(one) for one in found], salt=SALT, compress=True) if found else ""


def opened(text: str) -> tuple[CleanPicture, ...]:
    """Nothing for what this service did not seal."""
    try:
        return tuple(CleanPicture(**one) for one in signing.loads(text, salt=SALT, max_age=KEPT_FOR))
    except (signing.BadSignature, ValueError):
        return ()
