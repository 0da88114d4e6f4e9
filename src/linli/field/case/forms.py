from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.actions.handling import ANSWER_ENDS
from linli.cases.actions.intake import LONGEST_WORDS
from linli.cases.models import Case
from linli.field.forms import KeyedForm, PictureForm


class ReasonForm(KeyedForm):
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("The resident reads this."),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please give the reason in a few words; the resident reads it too.")},
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class AnswerForm(PictureForm):
    """Which version of the case was read stands in the form: an answer to something else is refused."""

    end_state = forms.ChoiceField(label=_("How did it end?"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What was done?"),
        help_text=_("In words for the resident, who says afterwards whether it is so."),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please say in a few words what was done.")},
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    field_order = ("end_state", "text", "pictures")

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"version": case.version})
        super().__init__(*args, **kwargs)
        ends = case.rulebook.ends
        choices = [(key, ends[key].name if key in ends else key) for key in ANSWER_ENDS]
        self.fields["end_state"].choices = choices  # type: ignore[attr-defined]


class ReplyForm(KeyedForm):
    text = forms.CharField(
        label=_("To the resident"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Please write a sentence first.")},
    )
