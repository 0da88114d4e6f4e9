"""The form part with the questions of a category, for every door where somebody answers them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.questions import LONGEST_ANSWER, YES_NO, Given, fits, given_of
from linli.governance.model import Question, RuleBook

WORDS_OF: dict[str, Any] = {"yes": _("Yes"), "no": _("No")}


class QuestionsForm(forms.Form):
    """Its fields are named `q-KEY`. `complete`: what the rule book requires is required here too."""

    def __init__(self, data: Any, *, book: RuleBook, category: str, complete: bool = True) -> None:
        super().__init__(data, prefix="q")
        self.category = category
        self.asked = {question.key: question for question in book.questions(category)}
        for key, question in self.asked.items():
            self.fields[key] = field_for(question, required=question.required and complete)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for key, question in self.asked.items():
            said = str(cleaned.get(key) or "")
            if said and not fits(question, said):
                self.add_error(key, _("This answer does not fit the question."))
        return cleaned

    @property
    def given(self) -> tuple[Given, ...]:
        """What fits; nothing before it was judged."""
        found = getattr(self, "cleaned_data", {})
        return given_of({key: str(said) for key, said in found.items() if said})


def field_for(question: Question, *, required: bool) -> forms.Field:
    common: dict[str, Any] = {"label": question.words, "required": required}
    match question.kind:
        case "choice":
            choices = [(one, one) for one in question.choices]
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
        case "yes_no":
            spoken = [(one, WORDS_OF[one]) for one in YES_NO]
            return forms.ChoiceField(choices=spoken, widget=forms.RadioSelect, **common)
        case "number":
            widget: Any = forms.TextInput(attrs={"inputmode": "decimal", "class": "short"})
        case "date":
            widget = forms.DateInput(attrs={"type": "date", "class": "short"})
        case _:
            widget = forms.TextInput()
    return forms.CharField(max_length=LONGEST_ANSWER, widget=widget, **common)
