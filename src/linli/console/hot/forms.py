from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.actions.intake import LONGEST_WORDS
from linli.cases.models import Case, HotIssue
from linli.console.case.asking import new_key, reason_field
from linli.console.case.linking import category_choices
from linli.governance.model import RuleBook


class TakeUpForm(forms.Form):
    """The office's own words; the cases that are still open stand ticked."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=new_key)
    title = forms.CharField(label=_("In short"), max_length=60)
    words = forms.CharField(
        label=_("What the office has seen and will do"),
        help_text=_(
            "Your own words. Everybody who spoke follows this case from now on, and nobody reads another's words."
        ),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    category = forms.ChoiceField(label=_("What it is about"))
    members = forms.MultipleChoiceField(
        label=_("Goes on in it"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, issue: HotIssue, book: RuleBook, open_cases: list[Case], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        category: Any = self.fields["category"]
        category.choices, category.initial = category_choices(book), issue.category
        members: Any = self.fields["members"]
        members.choices = [(str(case.pk), f"{case.number} {case.title}") for case in open_cases]
        members.initial = [str(case.pk) for case in open_cases]


class AsideForm(forms.Form):
    reason = reason_field()
