"""A pasted chat on its way to cases: what is proposed for each demand, and what whoever pasted it decides."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.cases.actions.intake import Intake, Speaker
from linli.cases.actions.once_only import already_raised, raise_once, source_key
from linli.cases.chat.candidates import DEMANDS, Candidate, candidates
from linli.cases.chat.reading import read
from linli.cases.models import Case
from linli.cases.proposing import propose
from linli.cases.sense import TITLE_LETTERS
from linli.cases.telltales import Telltale, telltales
from linli.governance.model import Danger, RuleBook
from linli.governance.reads import rulebook_for
from linli.kit.actor import Actor
from linli.kit.answer import Refused
from linli.places.finding import Proposal, place_of
from linli.places.models import Area

MOST = 30
LONGEST_PASTE = 40_000
SOURCE = "chat"
CONSENT = [
    ("not_asked", _("not asked yet: nobody is kept")),
    ("agrees", _("asked, agrees: name and number go into the vault")),
    ("declines", _("asked, would rather not: nobody is kept")),
]


class PasteForm(forms.Form):
    text = forms.CharField(
        label=_("The chat, as it is"),
        help_text=_("Copy several messages together, or a whole export. Nothing is written down yet."),
        max_length=LONGEST_PASTE,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    area = forms.ChoiceField(label=_("Whose chat is it?"))

    def __init__(self, *args: Any, areas: Iterable[Area], **more: Any) -> None:
        super().__init__(*args, **{"auto_id": "paste-%s", **more})
        self.areas = {str(area.pk): area for area in areas}
        choice: Any = self.fields["area"]
        choice.choices = [(key, area.name) for key, area in self.areas.items()]

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if not text.strip():
            raise forms.ValidationError(self.fields["text"].error_messages["required"])
        return text

    @property
    def place(self) -> Area:
        return self.areas[self.cleaned_data["area"]]


class DemandForm(forms.Form):
    """What may be decided about one candidate. Its words are not among it."""

    seen = forms.CharField(widget=forms.HiddenInput, initial="1")
    take = forms.BooleanField(label=_("Write this down"), required=False)
    title = forms.CharField(label=_("In short"), max_length=TITLE_LETTERS, required=False)
    area = forms.ChoiceField(label=_("Place"))
    category = forms.ChoiceField(label=_("What it is about"), required=False)
    consent = forms.ChoiceField(
        label=_("The speaker"), choices=CONSENT, initial="not_asked", widget=forms.RadioSelect
    )
    name = forms.CharField(label=_("Name"), max_length=40, required=False)
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "class": "short"}),
    )

    def __init__(self, *args: Any, areas: list[Any], categories: list[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        place: Any = self.fields["area"]
        place.choices = areas
        about: Any = self.fields["category"]
        about.choices = categories

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("phone") and given.get("consent") != "agrees":
            self.add_error("consent", _("Ask first, or leave the number empty."))
        return given

    @property
    def speaker(self) -> Speaker:
        """Nobody, unless she was asked and agreed."""
        given = self.cleaned_data
        if given["consent"] != "agrees":
            return Speaker()
        return Speaker(name=given["name"], phone=given["phone"], way="phone" if given["phone"] else "code")


@dataclass
class Offer:
    """One candidate with all that is proposed for it and the form to decide."""

    candidate: Candidate
    source: str
    form: DemandForm
    places: list[Proposal]
    dangers: tuple[Danger, ...]
    tales: tuple[Telltale, ...]
    known: Case | None = None
    refused: str = ""

    @property
    def is_demand(self) -> bool:
        return self.candidate.nature == DEMANDS

    @property
    def because(self) -> str:
        return " ".join(str(place.reason) for place in self.places[:1])


@dataclass
class Paste:
    offers: list[Offer]
    left_out: tuple[str, ...]
    rest: str = ""
    cuts: frozenset[str] = frozenset()
    joins: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    raised: list[Case] = field(default_factory=list)

    @property
    def demands(self) -> list[Offer]:
        return [offer for offer in self.offers if offer.is_demand]

    @property
    def others(self) -> list[Offer]:
        return [offer for offer in self.offers if not offer.is_demand]


@dataclass(frozen=True)
class Pasting:
    """What a page of either door shows: the form as it was sent, an empty one for the next chat, and what was found."""

    form: PasteForm
    fresh: PasteForm
    paste: Paste | None = None
    seen: frozenset[int] = frozenset()  # cases written down before, as far as the reader may see them
    status: int = 200


def paste_in(data: Any, areas: Iterable[Area], *, by: Actor, at: datetime) -> Pasting:
    """Find what is said in the chat; where "raise" was pressed, write down what is ticked. Raises Refused without a
    rule book. `data` is None when nothing was sent yet.
    """
    form = PasteForm(data, areas=areas)
    if not form.is_valid():
        return Pasting(form, form, status=422 if form.is_bound else 200)
    book = rulebook_for(form.place.path)
    if book is None:
        raise Refused(
            gettext("No rule book holds where you serve. Ask who runs this installation to publish one.")
        )
    paste = pasted(form, book, data, at)
    done = "raise" not in data or raise_ticked(paste, form.areas, by=by, at=at)
    fresh = PasteForm(areas=form.areas.values(), initial={"area": form.cleaned_data["area"]})
    known = [offer.known.pk for offer in paste.offers if offer.known]
    seen = frozenset(Case.objects.visible_to(by).filter(pk__in=known).values_list("pk", flat=True))
    return Pasting(form, fresh, paste, seen, 200 if done else 409)


def pasted(form: PasteForm, book: RuleBook, data: Any, at: datetime) -> Paste:
    """The candidates of a valid form, with the decisions that `data` already brings."""
    chat = read(form.cleaned_data["text"], timezone.localdate(at))
    cuts, joins, parts = sets_in(data)
    found = candidates(chat.messages, lambda said: topic(said, book), cuts=cuts, joins=joins, parts=parts)
    offers = [offer_of(one, form.place, book, data) for one in found[:MOST]]
    known = already_raised(offer.source for offer in offers)
    for offer in offers:
        offer.known = known.get(offer.source)
    rest = "\n\n".join(one.words for one in found[MOST:])
    return Paste(offers, chat.left_out, rest, cuts, joins, parts)


def sets_in(data: Any) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """What was cut, joined and parted by hand; the newest decision counts."""

    def named(key: str) -> frozenset[str]:
        return frozenset(data.getlist(key))

    cut, together, apart = named("cut"), named("together"), named("apart")
    return (
        (named("cuts") | cut) - together,
        (named("joins") | together) - apart - cut,
        (named("parts") | apart) - together,
    )


def topic(said: str, book: RuleBook) -> str:
    return next((guess.code.partition(".")[0] for guess in propose(said, book, 1)), "")


def offer_of(one: Candidate, place: Area, book: RuleBook, data: Any) -> Offer:
    places = [found for found in place_of(one.words, place) if found.area.pk != place.pk]
    guesses = [guess.code for guess in propose(one.words, book) if not book.is_sealed(guess.code)]
    prefix = f"c{one.key}"
    initial = {
        "take": one.nature == DEMANDS,
        "name": one.speaker,
        "area": str(places[0].area.pk if places and places[0].sure else place.pk),
        "category": guesses[0] if guesses else "",
    }
    form = DemandForm(
        data if f"{prefix}-seen" in data else None,
        prefix=prefix,
        auto_id=f"{prefix}-%s".replace(".", "-"),
        initial=initial,
        areas=area_choices(places, place),
        categories=category_choices(guesses, book),
    )
    return Offer(
        one,
        source_key(SOURCE, one.identity),
        form,
        places,
        book.dangers_in(one.words),
        telltales(one.words),
    )


def area_choices(places: list[Proposal], place: Area) -> list[tuple[str, str]]:
    proposed = {str(one.area.pk): named(one) for one in places}
    return [*proposed.items(), (str(place.pk), place.name)]


def named(one: Proposal) -> str:
    return f"{one.area.name} · {one.address}" if one.address else one.area.name


def category_choices(guesses: list[str], book: RuleBook) -> list[Any]:
    names = {part.code: part.name for part in book.all_categories}
    tops = [
        (top.name, [(top.code, top.name), *((sub.code, sub.name) for sub in top.subs)])
        for top in book.categories
        if not top.sealed
    ]
    return [*((code, names[code]) for code in guesses), ("", _("later, in the inbox")), *tops]


def raise_ticked(paste: Paste, areas: dict[str, Area], *, by: Actor, at: datetime) -> bool:
    """Each ticked one by itself: what cannot be raised says why, and the others are raised nevertheless."""
    for offer in paste.offers:
        if offer.known or not offer.form.is_bound or not offer.form.is_valid():
            continue
        if not offer.form.cleaned_data["take"]:
            continue
        try:
            offer.known = raise_once(intake_of(offer, areas, at), by=by, at=at)
            paste.raised.append(offer.known)
        except Refused as refused:
            offer.refused = str(refused.sentence)
    return not any(offer.refused or offer.form.errors for offer in paste.offers)


def intake_of(offer: Offer, areas: dict[str, Area], at: datetime) -> Intake:
    given = offer.form.cleaned_data
    place = next((one for one in offer.places if str(one.area.pk) == given["area"]), None)
    spot = place.address if place else None
    return Intake(
        words=offer.candidate.words,
        area=place.area if place else areas[given["area"]],
        channel="chat",
        title=given["title"],
        category=given["category"],
        place_words=str(spot or ""),
        lat=spot.lat if spot else None,
        lon=spot.lon if spot else None,
        speaker=offer.form.speaker,
        consent=given["consent"],
        source_key=offer.source,
        said_at=said_at(offer.candidate, at),
    )


def said_at(one: Candidate, at: datetime) -> datetime | None:
    """By the clock of this place; a chat whose clock runs ahead counts as now."""
    if one.said_at is None:
        return None
    return min(timezone.make_aware(one.said_at), at)
