"""What a unit or a person promises, from the public list."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.listings import Asked
from linli.cases.models import Pledge


class PledgeForm(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=lambda: str(uuid4()))
    kind = forms.ChoiceField(
        label=_("What do you give?"),
        widget=forms.RadioSelect,
        choices=[
            (Pledge.Kind.THINGS, _("Things")),
            (Pledge.Kind.HANDS, _("Hands")),
            (Pledge.Kind.MONEY, _("Money")),
        ],
        initial=Pledge.Kind.THINGS,
    )
    need = forms.ChoiceField(label=_("For which part"), required=False)
    amount = forms.DecimalField(
        label=_("How many, or how many yuan"),
        max_digits=12,
        decimal_places=2,
        min_value=Decimal("0.01"),
        required=False,
    )
    words = forms.CharField(
        label=_("Said in one sentence"),
        max_length=120,
        help_text=_("For instance: we give 20 lamps. Everybody will read this; write nobody's name."),
    )

    named = forms.BooleanField(
        label=_("My name may stand there"),
        required=False,
        help_text=_("Without it everybody reads “a resident”. You can take your name back at any time."),
    )

    def __init__(self, *args: Any, needs: tuple[Asked, ...], money: bool, person: bool, **more: Any) -> None:
        super().__init__(*args, **{"auto_id": "pledge-%s", **more})
        field: Any = self.fields["need"]
        field.choices = [("", _("all of it")), *((str(one.need.pk), one.name) for one in needs)]
        if not needs:
            del self.fields["need"]
        if not person:
            del self.fields["named"]
        if not money:
            kinds: Any = self.fields["kind"]
            kinds.choices = kinds.choices[:2]
            self.fields["amount"].label = _("How much or how many")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == Pledge.Kind.MONEY and not data.get("amount"):
            self.add_error("amount", _("Write how many yuan."))
        return data
