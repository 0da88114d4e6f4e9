from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.cases.actions.handling import ANSWER_ENDS, MOST_EXTRA_DAYS
from linli.cases.actions.intake import LONGEST_WORDS
from linli.cases.answering import AchievedFields
from linli.cases.holders import handlers
from linli.cases.lookers import found_words
from linli.cases.models import Case, Check
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


class UrgeAnswerForm(KeyedForm):
    text = forms.CharField(
        label=_("How do things stand?"),
        help_text=_("Whoever urged reads this."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please write a sentence first.")},
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class MoreTimeForm(ReasonForm):
    days = forms.IntegerField(
        label=_("How many days more?"), min_value=1, max_value=MOST_EXTRA_DAYS, initial=3
    )
    field_order = ("days", "reason")


class ContestForm(KeyedForm):
    """Says "not ours". Which version of the case was read stands in the form."""

    reason = forms.CharField(
        label=_("Why is it not yours?"),
        help_text=_("The resident reads only that it is being clarified who is in charge."),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please say in a few words why it is not yours.")},
    )
    other = forms.ChoiceField(label=_("Whose is it, if you know?"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"version": case.version})
        super().__init__(*args, **kwargs)
        among = handlers(case, timezone.localdate())
        others = (one.organisation for one in among if one.post is None and one.organisation is not None)
        self.units = {str(unit.pk): unit for unit in others if unit.pk != case.holder_organisation_id}
        field: Any = self.fields["other"]
        field.choices = [("", _("I do not know")), *((key, unit.name) for key, unit in self.units.items())]

    @property
    def told(self) -> dict[str, Any]:
        """As the action takes it."""
        data = self.cleaned_data
        unit = self.units.get(data.get("other", ""))
        return {"reason": data.get("reason", ""), "organisation": unit, "version": data.get("version")}


class AnswerForm(AchievedFields, PictureForm):
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

    field_order = ("end_state", "text", "quantity", "amount", "pictures")

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"version": case.version})
        super().__init__(*args, **kwargs)
        self.offer_quantities(case)
        ends = case.rulebook.ends
        choices = [(key, ends[key].name if key in ends else key) for key in ANSWER_ENDS]
        self.fields["end_state"].choices = choices  # type: ignore[attr-defined]


class CheckForm(PictureForm):
    """What whoever was asked to go and look has found."""

    found = forms.ChoiceField(label=_("What is there?"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What did you see?"),
        help_text=_("The resident and whoever has the case read this. No names, please."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please say in a few words what you saw.")},
    )
    field_order = ("found", "words", "pictures")

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = found_words()
        choices = [(str(key), names[key]) for key in Check.FOUND]
        self.fields["found"].choices = choices  # type: ignore[attr-defined]


class ReplyForm(KeyedForm):
    text = forms.CharField(
        label=_("To the resident"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Please write a sentence first.")},
    )
