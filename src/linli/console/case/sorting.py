"""Forms of the office: register, sort, send, open for claiming, pass upwards."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.actions import dispatch, intake, triage
from linli.cases.holders import Holder, holder_named
from linli.console.case.asking import Choices, VerbForm, reason_field
from linli.kit.actor import Actor
from linli.places.models import Area


class RegisterForm(VerbForm):
    verb, done = "register", _("Registered.")

    def act(self, *, by: Actor, at: datetime) -> Any:
        return intake.register(self.case, by=by, at=at, **self.sent)


class SendingForm(VerbForm):
    """Knows who could take the case, so that a page can say who would get it."""

    among: tuple[Holder, ...] = ()

    def offer_holders(self, among: tuple[Holder, ...]) -> None:
        self.among = among


class TriageForm(SendingForm):
    """`category` is one of the proposals; "" means the one chosen in `other`."""

    verb, done = "triage", _("Sorted.")
    category = forms.CharField(required=False)
    other = forms.ChoiceField(label=_("Another category"), required=False)
    title = forms.CharField(label=_("In short"), max_length=60)
    area = forms.ChoiceField(label=_("Area"))
    place_words = forms.CharField(label=_("Place in words"), max_length=120, required=False)

    def prepare(self) -> None:
        self.fields["title"].initial = self.case.title
        self.fields["place_words"].initial = self.case.place_words
        self.fields["area"].initial = str(self.case.area_id)
        self.offer_areas([self.case.area])
        book = self.case.rulebook
        other: Any = self.fields["other"]
        other.choices = [("", _("choose…"))] + [
            (
                top.name,
                [
                    (code, name)
                    for code, name in [(top.code, top.name), *((s.code, s.name) for s in top.subs)]
                ],
            )
            for top in book.categories
        ]

    def offer_areas(self, areas: list[Area]) -> None:
        choice: Any = self.fields["area"]
        choice.choices = [(str(area.pk), area.name) for area in areas]
        self.areas = {str(area.pk): area for area in areas}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        data["chosen"] = data.get("category") or data.get("other") or ""
        if not data["chosen"]:
            self.add_error("other", _("Choose what it is about."))
        return data

    def act(self, *, by: Actor, at: datetime) -> Any:
        data = self.cleaned_data
        return triage.triage(
            self.case,
            category=data["chosen"],
            title=data["title"],
            area=self.areas.get(data["area"]),
            place_words=data["place_words"],
            version=data["version"],
            by=by,
            at=at,
            **self.sent,
        )


def holder_choices(among: tuple[Holder, ...]) -> Choices:
    units = [(holder.key, holder.name) for holder in among if holder.post is None]
    posts = [(holder.key, holder.name) for holder in among if holder.post is not None]
    return [(_("Units"), units), (_("People by their posts"), posts)]  # type: ignore[list-item]


class DispatchForm(SendingForm):
    """`holder` is the proposal of the duty list; "" means the one chosen in `other`."""

    verb, done = "dispatch", _("Sent.")
    holder = forms.CharField(required=False)
    other = forms.ChoiceField(label=_("Somebody else"), required=False)
    words = reason_field(_("A word to them"), required=False)

    def offer_holders(self, among: tuple[Holder, ...]) -> None:
        super().offer_holders(among)
        other: Any = self.fields["other"]
        other.choices = [("", _("choose…")), *holder_choices(among)]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        data["chosen"] = holder_named(data.get("holder") or data.get("other") or "", self.among)
        if data["chosen"] is None and not self.errors:
            self.add_error("other", _("Choose who shall do it."))
        return data

    def act(self, *, by: Actor, at: datetime) -> Any:
        chosen: Holder = self.cleaned_data["chosen"]
        return dispatch.dispatch(
            self.case,
            organisation=chosen.organisation if chosen.post is None else None,
            post=chosen.post,
            words=self.cleaned_data["words"],
            version=self.cleaned_data["version"],
            by=by,
            at=at,
            **self.sent,
        )


class OfferForm(VerbForm):
    verb, done = "offer", _("Open for whoever wants to take it.")
    words = reason_field(_("A word to them"), required=False)

    def act(self, *, by: Actor, at: datetime) -> Any:
        data = self.cleaned_data
        return dispatch.offer(
            self.case, words=data["words"], version=data["version"], by=by, at=at, **self.sent
        )


class ClimbForm(VerbForm):
    verb, done = "climb", _("Passed to the next rung.")
    reason = reason_field(help_text=_("The resident reads it."))

    def act(self, *, by: Actor, at: datetime) -> Any:
        return triage.climb(self.case, reason=self.cleaned_data["reason"], by=by, at=at, **self.sent)
