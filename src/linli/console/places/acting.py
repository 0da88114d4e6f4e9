"""What the forms about places share: each does its one act; a refusal comes back into it with all that was typed."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.kit.actor import Actor
from linli.kit.answer import Refused
from linli.kit.record import Stale
from linli.places.faults import Fault


def date_field(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **more
    )


class PlaceForm(forms.Form):
    done: ClassVar[Any] = _("Saved.")

    def __init__(self, data: Any = None, files: Any = None, **more: Any) -> None:
        name = type(self).__name__.removesuffix("Form").lower()
        super().__init__(data, files, **{"auto_id": f"{name}-%s", **more})

    def try_act(self, *, by: Actor, at: datetime) -> bool:
        """Whether it is done. What stood against it is said above the form."""
        if not self.is_valid():
            return False
        try:
            self.act(by=by, at=at)
        except (Refused, Fault) as refused:
            self.add_error(None, str(refused.sentence))
        except Stale as stale:
            self.see(stale.current.version)
            self.add_error(
                None,
                _(
                    "Somebody changed this since you opened it. Look at the page, then send again what still holds."
                ),
            )
        return not self.errors

    def act(self, *, by: Actor, at: datetime) -> None:
        raise NotImplementedError

    def see(self, version: int) -> None:
        """From now on this form is an answer to this version."""
        data: Any = self.data
        data = data.copy()
        data["version"] = str(version)
        self.data = data
