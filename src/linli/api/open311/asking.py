"""What was asked: the query and the body (form, parts or JSON) as one set of names with their values."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from linli.api.open311.answers import Fault

Values = Mapping[str, list[str]]
YEARS = range(1970, 9000)
UNREADABLE = (BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError)


@dataclass(frozen=True)
class Ask:
    """`rehearsal`: it came to the test endpoint. An empty value counts as not given."""

    request: HttpRequest
    values: Values
    at: datetime
    rehearsal: bool = False

    def all(self, name: str) -> list[str]:
        """What stands under this name, also under `name[]`, separated by commas or given several times."""
        return [one for value in self.said(name) for one in map(str.strip, value.split(",")) if one]

    def said(self, name: str) -> list[str]:
        return [value for key in (name, f"{name}[]") for value in self.values.get(key, ()) if value.strip()]

    def one(self, name: str) -> str:
        found = self.said(name)
        return found[0].strip() if found else ""

    def number(self, name: str, least: float, most: float) -> float | None:
        text = self.one(name)
        if not text:
            return None
        try:
            found = float(text)
        except ValueError:
            found = float("nan")
        if least <= found <= most:
            return found
        raise Fault(400, _("“%(name)s” is not a number in its range.") % {"name": name})

    def moment(self, name: str, *, end: bool = False) -> datetime | None:
        """W3C: a day, or a moment with its zone. Of a day the beginning, or with `end` the end."""
        text = self.one(name).replace(" ", "+")  # a "+" that nobody encoded arrives as a blank
        if not text:
            return None
        found = moment_in(text, end=end)
        if found is None:
            raise Fault(400, _("“%(name)s” is no moment like 2026-01-31T09:00:00+08:00.") % {"name": name})
        return found

    @property
    def key(self) -> str:
        """The parameter of the standard, or a header, which no log of addresses keeps."""
        given = self.request.headers.get("Authorization", "")
        return self.one("api_key") or (given[7:].strip() if given[:7].lower() == "bearer " else "")

    @property
    def files(self) -> list[Any]:
        return [file for _name, files in self.request.FILES.lists() for file in files]


def moment_in(text: str, *, end: bool = False) -> datetime | None:
    try:
        day = parse_date(text)
        if day is not None:
            if day.year not in YEARS:
                return None
            found = timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001
            return found + timedelta(days=1) if end else found
        moment = parse_datetime(text)
        known = moment is not None and moment.tzinfo is not None and moment.year in YEARS
        return moment.astimezone(timezone.get_current_timezone()) if moment and known else None
    except (ValueError, OverflowError):
        return None


def values_in(request: HttpRequest) -> Values:
    """Raises Fault for a body that cannot be read, or that holds what no database stores."""
    try:
        values = {**dict(request.GET.lists()), **body_of(request)}
    except UNREADABLE as fault:
        raise Fault(400, _("What was sent could not be read.")) from fault
    if any(unstorable(text) for name, texts in values.items() for text in (name, *texts)):
        raise Fault(400, _("What was sent could not be read."))
    return values


def body_of(request: HttpRequest) -> dict[str, list[str]]:
    if request.method != "POST":
        return {}
    if request.content_type != "application/json":
        return {str(name): list(map(str, texts)) for name, texts in request.POST.lists()}
    try:
        content = json.loads(request.body or b"{}")
    except (ValueError, RecursionError) as fault:
        raise BadRequest from fault
    if not isinstance(content, dict):
        raise BadRequest
    return dict(named(content))


def named(content: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """`{"attribute": {"A": 1}}` as a form would send it: attribute[A]=1."""
    for name, value in content.items():
        if isinstance(value, dict):
            yield from ((f"{name}[{key}]", texts(part)) for key, part in value.items())
        else:
            yield name, texts(value)


def texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [text for part in value for text in texts(part) if not isinstance(part, list | dict)]
    return [] if value is None or isinstance(value, dict) else [str(value)]


def unstorable(text: str) -> bool:
    return "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text)
