"""One row of a ledger → a past case, with every fault of the row at its cell."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from linli.cases.importing.past import PastCase
from linli.cases.ledgers.composed import Handled, handled_of
from linli.cases.ledgers.fields import table
from linli.cases.ledgers.lookups import Categories, Units
from linli.cases.sense import title_of
from linli.governance.vocabulary import CHANNELS
from linli.kit.importing.cells import Cells, Columns, choices_of
from linli.kit.sheets.cells import Row
from linli.kit.sheets.words import plain
from linli.places.ledgers.finding import Names

LONGEST = 32_000
SHORT = 12


@dataclass(frozen=True)
class Found:
    past: PastCase
    notes: tuple[str, ...]


class CaseRows:
    """Reads rows of one file. `chosen` is what a person settled beside the columns."""

    def __init__(
        self,
        columns: Columns,
        areas: Names,
        units: Units,
        categories: Categories,
        chosen: Mapping[str, Any],
        source: str,
        now: datetime,
    ) -> None:
        words = table()
        self.columns, self.areas, self.units, self.categories = columns, areas, units, categories
        self.source, self.now = source, now
        self.ends = choices_of(words["end"])
        self.verdicts = choices_of(words["verdict"])
        self.channels = choices_of(words["channel"])
        self.labels = words["labels"]
        self.nothing = frozenset(map(plain, words["words"]["none"]))
        self.closed_words = frozenset(map(plain, words["words"]["closed"]))
        self.anonymous = frozenset(map(plain, words["words"]["anonymous"]))
        self.kind = str(chosen.get("kind", "request"))
        self.usual_end = str(chosen.get("end", "explained_not_solvable"))
        self.usual_channel = str(chosen.get("channel", "import"))

    def read(self, row: Row) -> Found:
        """Raises Faulty."""
        cells = self.columns.on(row)
        notes: list[str] = []
        raised_at = cells.moment("raised_at")
        if raised_at is None and not cells.faults:
            cells.fault("raised_at", _("When was it said? The date is missing."))
        title, words = self._words(cells)
        times = self._times(cells, raised_at)
        handled = handled_of(self._text(cells, "handled"), self.labels)
        answer = self._answer(cells, handled)
        if times.closed_at or times.answered_at:
            answer = answer or _("The list gave no words about the end.")
        category = self._category(cells, notes, needed=times.answered_at is not None)
        (area_id, area_path), unit = self._area(cells, notes), self._unit(cells, notes)
        if times.answered_at and unit is None:
            cells.fault(
                "unit", _("Nobody here can be named as the unit that did it. Import the organisations first.")
            )
        lat, lon = cells.number("latitude", -90, 90), cells.number("longitude", -180, 180)
        cells.stop_at_faults()
        assert raised_at is not None
        return Found(
            PastCase(
                source_key=f"{self.source}:{self._key(cells)}"[:160],
                words=words,
                title=title,
                area_id=area_id,
                area_path=area_path,
                channel=self._channel(cells),
                raised_at=raised_at,
                kind=self.kind,
                category=category,
                place_words=self._place(cells)[:120],
                lat=lat if lat and lon else None,
                lon=lon if lat and lon else None,
                due_at=times.due_at,
                unit_id=unit,
                referred=handled.referred,
                answer=answer if times.answered_at else "",
                end_state=self._end(cells, notes) if times.answered_at else "",
                answered_at=times.answered_at,
                closed_at=times.closed_at,
                verdict=cells.choice("verdict", self.verdicts),
                verdict_words="\n".join(filter(None, (cells.text("verdict"), handled.called))),
                remark=self._remark(cells, answer if not times.answered_at else ""),
                petitioner=self._person(cells, "petitioner")[:60],
                telephone=self._person(cells, "telephone")[:40],
                origin={"source": self.source, "sheet": row.sheet, "row": row.number},
            ),
            tuple(notes),
        )

    def _text(self, cells: Cells, field: str) -> str:
        text = cells.text(field)
        if len(text) > LONGEST:
            cells.fault(
                field, _("This is longer than %(most)s characters. Please shorten it.") % {"most": LONGEST}
            )
        return "" if len(text) <= SHORT and plain(text) in self.nothing else text

    def _words(self, cells: Cells) -> tuple[str, str]:
        """Title and words. Either stands for the other; a long title opens the words, so that nothing is cut away."""
        title, words = " ".join(self._text(cells, "title").split()), self._text(cells, "words")
        words = words or title or " ".join(cells.texts("category"))
        if not any(letter.isalnum() for letter in words):
            cells.fault(
                "words" if cells.columns.has("words") else "title", _("What was said? The text is missing.")
            )
        if len(title) > 60:
            words = words if words.startswith(title) else f"{title}\n{words}"
            title = f"{title[:59]}…"
        return title or title_of(words), words

    def _times(self, cells: Cells, raised_at: datetime | None) -> "Times":
        due_at, answered_at, closed_at = map(cells.moment, ("due_at", "answered_at", "closed_at"))
        if closed_at is None and answered_at is not None and not cells.columns.has("closed_at"):
            closed_at = answered_at
        if answered_at is None:
            answered_at = closed_at
        if closed_at and answered_at and answered_at > closed_at:
            answered_at = closed_at
        ended = closed_at or answered_at
        if raised_at and ended and ended < raised_at:
            field = "closed_at" if cells.columns.has("closed_at") else "answered_at"
            cells.fault(field, _("It ended before it was said. One of the two dates is wrong."))
        if raised_at and max(raised_at, ended or raised_at) > self.now:
            cells.fault("raised_at", _("This date lies in the future."))
        if (
            closed_at is None
            and cells.columns.has("closed_at")
            and plain(cells.text("state")) in self.closed_words
        ):
            cells.fault("closed_at", _("It is called closed, but the day of its end is missing."))
        return Times(due_at, answered_at, closed_at)

    def _answer(self, cells: Cells, handled: Handled) -> str:
        return "\n".join(dict.fromkeys(filter(None, (self._text(cells, "answer"), handled.handled))))

    def _category(self, cells: Cells, notes: list[str], *, needed: bool) -> str:
        texts = cells.texts("category")
        found = self.categories.find(texts)
        if not found and texts:
            notes.append(_("The category is not known here; somebody sorts it."))
        return found or (self.categories.usual if needed else "")

    def _area(self, cells: Cells, notes: list[str]) -> tuple[int, str]:
        spot, named = self.areas.find(cells.texts("area"))
        if not named:
            notes.append(_("The area is not known here; the case stands at the nearest one above it."))
        return spot

    def _unit(self, cells: Cells, notes: list[str]) -> int | None:
        text = cells.text("unit")
        found = self.units.find(text)
        if found is None and text:
            notes.append(_("The unit is not known here; the usual one stands for it."))
        return found or self.units.usual

    def _place(self, cells: Cells) -> str:
        """Up to six columns as one line; what a later column says again is left out."""
        parts: list[str] = []
        for text in cells.texts("place"):
            text = " ".join(text.split())
            if not any(text in part for part in parts):
                parts = [part for part in parts if part not in text] + [text]
        return " ".join(parts)

    def _channel(self, cells: Cells) -> str:
        text = plain(cells.text("channel"))
        found = self.channels.get(text) or (text if text in CHANNELS else "")
        return found or self.usual_channel

    def _end(self, cells: Cells, notes: list[str]) -> str:
        found = cells.choice("end", self.ends)
        if not found and cells.text("end"):
            notes.append(_("How it ended is not understood; the usual end stands for it."))
        return found or self.usual_end

    def _person(self, cells: Cells, field: str) -> str:
        text = cells.text(field)
        return "" if plain(text) in self.anonymous else text

    def _remark(self, cells: Cells, unsettled: str) -> str:
        """With what an unfinished case was told meanwhile, and the unit's name as the list writes it."""
        return "\n".join(filter(None, (self._text(cells, "remark"), unsettled, cells.text("unit"))))

    def _key(self, cells: Cells) -> str:
        return cells.text("source_id") or cells.digest()


@dataclass(frozen=True)
class Times:
    due_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None
