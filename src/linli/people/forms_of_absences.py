"""What is typed about an absence: which post, from when until when, who stands in. Why is not asked."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.kit.actor import Actor
from linli.kit.answer import Refused
from linli.people.actions import note_absence
from linli.people.models import Post
from linli.people.reads import office_and_role
from linli.people.reads_of_absences import stand_ins_for


def day_input() -> forms.DateInput:
    """In the one form that browsers read back into a field for a day."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class AbsenceForm(forms.Form):
    starts_on = forms.DateField(label=_("First day away"), widget=day_input())
    ends_on = forms.DateField(label=_("First day back"), widget=day_input())
    stand_in = forms.ChoiceField(
        label=_("Who stands in"),
        required=False,
        help_text=_("She sees these cases and notices, and acts with this post until then."),
    )

    def __init__(self, data: Any, *, post: Post, day: date) -> None:
        super().__init__(data, initial={"starts_on": day})
        self.post = post
        self.among = {str(one.pk): one for one in stand_ins_for(post, day)}
        choice: Any = self.fields["stand_in"]
        names = [(key, f"{office_and_role(one)} {one.account.name}") for key, one in self.among.items()]
        choice.choices = [("", _("nobody yet")), *names]
        for name, field in self.fields.items():
            field.widget.attrs.setdefault("id", f"away-{post.pk}-{name}")

    def try_act(self, *, by: Actor, at: datetime) -> bool:
        """Whether it is done. A refusal stands above the form."""
        if not self.is_valid():
            return False
        typed = self.cleaned_data
        days = {"starts_on": typed["starts_on"], "ends_on": typed["ends_on"]}
        try:
            note_absence(self.post, **days, stand_in=self.among.get(typed["stand_in"]), by=by, at=at)
        except Refused as refused:
            self.add_error(None, str(refused.sentence))
            return False
        return True
