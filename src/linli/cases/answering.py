"""The part of an answer's form that asks how much was achieved, where the rule book counts anything: 300 m, 57 lamps."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.models import Case


class AchievedFields(forms.Form):
    """`achieved` of the cleaned data is what the action takes: pairs of a quantity and its amount."""

    quantity = forms.ChoiceField(
        label=_("What can be counted"), required=False, help_text=_("Only if something was made or mended.")
    )
    amount = forms.DecimalField(
        label=_("How much"), required=False, min_value=Decimal("0.01"), max_digits=12, decimal_places=2
    )

    def offer_quantities(self, case: Case) -> None:
        """Without a list of quantities in the rule book nothing is asked."""
        kinds = case.rulebook.quantities
        if not kinds:
            del self.fields["quantity"], self.fields["amount"]
            return
        choice: Any = self.fields["quantity"]
        named = [(key, f"{kind.name}（{kind.unit}）") for key, kind in kinds.items()]
        choice.choices = [("", _("not counted")), *named]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        quantity, amount = data.pop("quantity", ""), data.pop("amount", None)
        if quantity and amount is None and "amount" not in self.errors:
            self.add_error("amount", _("Write how much."))
        if amount is not None and not quantity:
            self.add_error("quantity", _("Choose what is counted from the list."))
        data["achieved"] = ((quantity, amount),) if quantity and amount is not None else ()
        return data
