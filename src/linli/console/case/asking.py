"""What the small forms of the verbs share. A form checks shape; whether the verb may be done, the action's rule decides."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from linli.cases.models import Case
from linli.cases.pictures import MOST_PICTURES
from linli.kit.actor import Actor

Choices = list[tuple[str, Any]]


def new_key() -> str:
    return str(uuid4())


def once(key: str) -> dict[str, Any]:
    """Handed to an action, so that the same form sent twice runs once."""
    return {"key": key}


class VerbForm(forms.Form):
    """What every verb's form carries: a key, so that a second tap runs nothing twice, and the version its reader saw."""

    verb: ClassVar[str] = ""
    done: ClassVar[Any] = ""
    said: str = ""  # instead of `done`, when only the act knows what to say
    key = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=new_key)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Case, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        self.case, self.actor = case, actor
        self.fields["version"].initial = case.version
        for name, field in self.fields.items():
            field.widget.attrs.setdefault("id", f"{self.verb}-{name}")
        self.prepare()

    def prepare(self) -> None:
        """Choices and first values that depend on the case."""

    def act(self, *, by: Actor, at: datetime) -> Any:
        raise NotImplementedError

    @property
    def sent(self) -> dict[str, Any]:
        """What every action gets besides its own words."""
        return once(self.cleaned_data["key"])

    def see(self, version: int) -> None:
        """From now on this form is an answer to this version of the case; what was typed stays."""
        data: Any = self.data
        self.data = data.copy()
        self.data["version"] = str(version)  # type: ignore[index]


def reason_field(label: Any = None, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label or _("Reason"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        **more,
    )


class ManyPictures(forms.ClearableFileInput):
    allow_multiple_selected = True


class Pictures(forms.FileField):
    """Several pictures in one field; each comes out as it was sent, still unread."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("widget", ManyPictures(attrs={"accept": "image/*"}))
        super().__init__(required=False, **more)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        files: list[UploadedFile[bytes]] = [file for file in data or [] if file]
        if len(files) > MOST_PICTURES:
            raise forms.ValidationError(_("At most %(most)s pictures, please.") % {"most": MOST_PICTURES})
        return files


def ends_of(case: Case, keys: tuple[str, ...]) -> Choices:
    ends = case.rulebook.ends
    return [(key, ends[key].name if key in ends else key) for key in keys]
