from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.console.case.asking import new_key
from linli.console.cases.forms import day_field
from linli.governance.load import MOST_BYTES


class FileForm(forms.Form):
    """A governance file, sent or typed. What is sent stands in the text afterwards, so that it can be mended on the page."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64, initial=new_key)
    file = forms.FileField(label=_("File"), required=False, allow_empty_file=True)
    words = forms.CharField(
        label=_("Or its text"),
        required=False,
        strip=False,
        max_length=MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false", "class": "text"}),
    )

    effective_on = day_field(_("Takes effect on (empty: at once)"))

    def clean_file(self) -> Any:
        """Measured before it is read: a character takes four bytes at most."""
        file = self.cleaned_data["file"]
        if file and file.size > 4 * MOST_BYTES:
            raise forms.ValidationError(
                gettext("The file is larger than %(most)s characters.") % {"most": MOST_BYTES}
            )
        return file

    def clean_words(self) -> str:
        return str(self.cleaned_data["words"]).replace("\r\n", "\n")

    def clean(self) -> None:
        if not self.cleaned_data.get("file") and not self.cleaned_data.get("words", "").strip():
            raise forms.ValidationError(_("Choose a file, or paste its text."))

    @property
    def content(self) -> bytes | str:
        file = self.cleaned_data.get("file")
        if not file:
            return str(self.cleaned_data["words"])
        file.seek(0)
        return bytes(file.read())

    @property
    def text(self) -> str:
        """Readable also where single bytes are not."""
        content = self.content
        return content if isinstance(content, str) else content.decode("utf-8-sig", errors="replace")

    def again(self, text: str) -> "FileForm":
        """The same form with its text typed in; faults found so far stay."""
        form = FileForm({"words": text, "key": new_key(), "effective_on": self.data.get("effective_on", "")})
        form.full_clean()
        for fault in self.non_field_errors():
            form.add_error(None, str(fault))
        return form
