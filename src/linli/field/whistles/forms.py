from typing import Any

from django import forms

from linli.cases.models import WhistlePart
from linli.cases.reads_of_whistles import Step
from linli.field.forms import KeyedForm


class PartForm(KeyedForm):
    """A step about the part of one's own unit: words, one of three marks, or only a button."""

    def __init__(self, data: Any, *, step: Step, part: WhistlePart) -> None:
        super().__init__(data, auto_id=f"{step.key}-{part.pk}-%s")
        self.step, self.part = step, part
        if step.marks:
            self.fields["mark"] = forms.ChoiceField(
                label=step.name, choices=step.marks, widget=forms.RadioSelect
            )
        if step.word:
            self.fields[step.word] = forms.CharField(
                label=step.label,
                max_length=step.longest,
                widget=forms.Textarea(attrs={"rows": 3}),
                required=not step.marks,
            )
