"""One small form for each step about a part: words, one of three marks, or only a button."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.models import WhistlePart
from linli.cases.reads_of_whistles import Step
from linli.console.case.asking import new_key, reason_field


class PartForm(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=new_key)

    def __init__(self, data: Any, *, step: Step, part: WhistlePart) -> None:
        super().__init__(data, auto_id=f"{step.key}-{part.pk}-%s")
        self.step, self.part = step, part
        if step.marks:
            self.fields["mark"] = forms.ChoiceField(
                label=step.name, choices=step.marks, widget=forms.RadioSelect
            )
        if step.word:
            widget = forms.Textarea(attrs={"rows": 2})
            self.fields[step.word] = forms.CharField(
                label=step.label, max_length=step.longest, widget=widget, required=not step.marks
            )

    @property
    def said(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class EndForm(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=new_key)
    note = reason_field(_("What came of the call"), help_text=_("All units that were called read it."))
