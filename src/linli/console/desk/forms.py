"""What somebody says at the desk, on the telephone or on paper, written down for her."""

import re
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.cases.actions.intake import LONGEST_WORDS, Speaker
from linli.cases.asking import QuestionsForm
from linli.cases.questions import Given
from linli.cases.serials import serial_in
from linli.console.case.asking import new_key
from linli.console.reaching import mail_fields, phone_fields
from linli.governance.model import RuleBook
from linli.people.models import Contact
from linli.places.entrances import Entrance, entrance
from linli.places.finding import Proposal
from linli.places.models import Area

PERSONAL = ("name", "phone", "mail", "room")
CHANNELS = ("desk", "phone", "paper")
# While she still talks, the page shows what the words may mean.
HINTING = {
    "hx-post": reverse_lazy("console:desk-hints"),
    "hx-trigger": "input changed delay:600ms",
    "hx-target": "#hints",
    "hx-include": "closest form",
}
AGREED = [
    ("yes", _("knows of it and agrees")),
    ("not_asked", _("has not been asked")),
    ("cannot", _("cannot be asked")),
]


class DeskForm(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=new_key)
    channel = forms.ChoiceField(label=_("How it came"), widget=forms.RadioSelect, initial="desk")
    words = forms.CharField(
        label=_("In her own words"),
        help_text=_("As she says it; the words are kept as they stand here and are never changed."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_WORDS,
    )
    place_words = forms.CharField(
        label=_("Where"),
        help_text=_("As people say it: estate and building, a road, a shop beside it."),
        max_length=120,
        required=False,
    )
    picked = forms.CharField(required=False)
    area = forms.ChoiceField(label=_("Area"))
    kind = forms.ChoiceField(label=_("Kind"))
    category = forms.CharField(required=False)
    other = forms.ChoiceField(label=_("Another category"), required=False)
    name = forms.CharField(label=_("Name"), max_length=40, required=False)
    phone, phone_read_back = phone_fields()
    mail, mail_read_back = mail_fields()
    room = forms.CharField(label=_("Room"), max_length=40, required=False)
    way = forms.ChoiceField(
        label=_("How to be reached"), choices=Contact.Way.choices, initial=Contact.Way.CODE
    )
    agrees = forms.BooleanField(
        label=_(
            "She agrees that her name and number are kept, sealed, to handle this matter and to ask her afterwards."
        ),
        required=False,
    )
    proxy = forms.BooleanField(label=_("She speaks for somebody else"), required=False)
    proxy_for = forms.CharField(
        label=_("For whom"),
        help_text=_("Mother, neighbour, tenant: as she says it."),
        max_length=40,
        required=False,
    )

    proxy_agreed = forms.ChoiceField(
        label=_("That person"), choices=AGREED, initial="not_asked", widget=forms.RadioSelect, required=False
    )
    serial = forms.CharField(
        label=_("Serial of the paper form"),
        help_text=_("Printed at its top; it can be scanned. The same paper is entered once."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
    )
    said_on = forms.DateField(
        label=_("Day on the paper"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}),
    )

    def __init__(self, *args: Any, book: RuleBook, areas: list[Area], **more: Any) -> None:
        super().__init__(*args, **{"auto_id": "desk-%s", **more})
        self.book, self.areas = book, {str(area.pk): area for area in areas}
        channels = [(key, book.channels[key].name) for key in CHANNELS if key in book.channels]
        self._choose("channel", channels or [(key, key) for key in CHANNELS])
        self._choose("area", [(key, area.name) for key, area in self.areas.items()])
        self._choose("kind", [(flow.kind, flow.name) for flow in book.flows.values()])
        tops = [
            (top.name, [(top.code, top.name), *((s.code, s.name) for s in top.subs)])
            for top in book.categories
        ]
        self._choose("other", [("", _("later, in the inbox")), *tops])
        self.wall: Entrance | None = None
        self.fields["words"].widget.attrs |= {"autofocus": True, **HINTING}
        self.fields["place_words"].widget.attrs |= HINTING

    def clean_serial(self) -> str:
        """As printed on the form; what was scanned brings the place with it."""
        typed: str = self.cleaned_data["serial"].strip()
        serial = serial_in(typed)
        if typed and not serial:
            raise forms.ValidationError(_("This is not the serial of one of our forms. Please compare it."))
        scanned = re.search(r"/q/([^/?]+)", typed)
        self.wall = entrance(scanned[1].lower()) if scanned else None
        return serial

    def clean_said_on(self) -> date | None:
        day: date | None = self.cleaned_data["said_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(
                _("The day on which it was said lies in the future. Please look at the date again.")
            )
        return day

    def _choose(self, name: str, choices: list[Any]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if any(data.get(part) for part in PERSONAL) and not data.get("agrees"):
            self.add_error("agrees", _("Ask her first, or leave name, number and room empty."))
        if data.get("way") == Contact.Way.MAIL and not data.get("mail") and "mail" not in self.errors:
            self.add_error("mail", _("Write down the e-mail address, or choose another way to reach her."))
        if data.get("proxy") and not data.get("proxy_for"):
            self.add_error("proxy_for", _("Write down for whom she speaks."))
        code = data.get("category") or data.get("other") or ""
        data["chosen"] = code if self.book.category(code) else ""
        return data

    def area_among(self, proposals: list[Proposal]) -> Area:
        """The place that was picked among the proposals, else that of the scanned form, else the area of the list."""
        picked = next((one for one in proposals if str(one.area.pk) == self.cleaned_data["picked"]), None)
        return picked.area if picked else self.area_of_wall() or self.areas[self.cleaned_data["area"]]

    def area_of_wall(self) -> Area | None:
        """Where the form lay, as long as that is inside the areas that may be chosen here."""
        wall = self.wall
        if wall is None or not any(wall.area_path.startswith(area.path) for area in self.areas.values()):
            return None
        return Area.objects.current().filter(pk=wall.area_id).first()

    def said_at(self, now: datetime) -> datetime | None:
        """Noon of the day on the paper, for it gives no hour; never later than now."""
        day = self.cleaned_data["said_on"]
        return min(timezone.make_aware(datetime.combine(day, time(12))), now) if day else None

    def answers_in(self, category: str) -> tuple[Given, ...]:
        """What fits of the answers that were sent with the words."""
        questions = QuestionsForm(self.data, book=self.book, category=category, complete=False)
        questions.is_valid()
        return questions.given

    @property
    def speaker(self) -> Speaker:
        data = self.cleaned_data
        wishes = ""
        if data["proxy"]:
            agreed = dict(AGREED).get(data["proxy_agreed"] or "not_asked", "")
            wishes = _("Filed for: %(whom)s (%(agreed)s)") % {"whom": data["proxy_for"], "agreed": agreed}
        return Speaker(
            **{part: data[part] for part in PERSONAL},
            way=data["way"],
            wishes=str(wishes),
            mail_read_back=data["mail_read_back"],
            phone_read_back=data["phone_read_back"],
        )
