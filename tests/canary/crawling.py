"""Go wherever one visitor can go: every link, every form that asks by GET, every picture, the interface for programs."""

import json
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from django.test import Client

from linli.kit.doors import doors
from tests.page import Form, Page
from tests.undoing import taken_back
from tests.world import World, address, read

ENDS_THE_VISIT = ("/accounts/logout/", "/static/")
ENOUGH_OF_A_STAGE = 2
NUMBER = re.compile(r"\b\d{4}-[0-9A-Z]{6}\b")


@dataclass
class Walk:
    client: Client
    stage_of: dict[str, str]
    sends_forms: bool = False
    seen: set[str] = field(default_factory=set)
    asked: int = 0
    read_of: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    def answers(self, starts: list[str]) -> Iterator[tuple[str, str]]:
        """Each address with all that came back: headers, text, and the errors of forms sent empty."""
        waiting = deque(starts)
        while waiting:
            url = waiting.popleft()
            if not self.is_new(url):
                continue
            answer = self.ask(lambda url=url: self.client.get(url))
            text = whole(answer)
            yield url, text
            if answer.has_header("Location"):
                waiting.append(answer["Location"])
            if answer["Content-Type"].startswith("text/html"):
                page = Page(text, url)
                waiting.extend(
                    [
                        *page.links,
                        *page.fetched,
                        *(asked(form) for form in page.forms if form.method == "get"),
                    ]
                )
                yield from self.sent_empty(page.forms)
            elif "json" in answer["Content-Type"]:
                waiting.extend(f"/api/v1/cases/{number}" for number in NUMBER.findall(text))

    def is_new(self, url: str) -> bool:
        """Cases of one stage share the pages that only open a form; of each stage a few cases have their own page read."""
        parts = urlsplit(url)
        if parts.netloc or parts.scheme not in {"", "http"} or parts.path.startswith(ENDS_THE_VISIT):
            return False
        path = parts.path
        found = NUMBER.search(path)
        if found:
            path = path.replace(found[0], self.stand_in(found[0], path))
        query = re.sub(
            r"(case|after|before)=[^&]*", lambda word: word[1] + "=" + self.short(word[0]), parts.query
        )
        key = f"{path}?{query}"
        new = key not in self.seen
        self.seen.add(key)
        return new

    def stand_in(self, number: str, path: str) -> str:
        """The stage, for a page that only opens a form and for the cases of a stage of which enough were read."""
        stage = self.stage_of.get(number, number)
        if path.startswith(("/console/", "/field/")) and not path.endswith(number + "/"):
            return stage
        read = self.read_of.setdefault((path.replace(number, ""), stage), set())
        if number in read or len(read) < ENOUGH_OF_A_STAGE:
            read.add(number)
            return number
        return stage

    def short(self, word: str) -> str:
        found = NUMBER.search(word)
        return self.stage_of.get(found[0], word) if found else word

    def sent_empty(self, forms: list[Form]) -> Iterator[tuple[str, str]]:
        for form in forms:
            shape = NUMBER.sub(lambda found: self.stage_of.get(found[0], ""), form.action)
            if form.method != "post" or not self.sends_forms or f"POST {shape}" in self.seen:
                continue
            self.seen.add(f"POST {shape}")
            if not urlsplit(form.action).path.startswith(ENDS_THE_VISIT):
                yield (
                    f"POST {form.action}",
                    whole(self.ask(lambda form=form: self.client.post(form.action, {}))),
                )

    def ask(self, question: Callable[[], Any]) -> Any:
        self.asked += 1
        with taken_back():
            return question()


def whole(answer: Any) -> str:
    """Headers and content as a reader could take them apart."""
    text = read(answer).decode("utf-8", "replace")
    if "json" in answer.get("Content-Type", ""):
        text += json.dumps(json.loads(text), ensure_ascii=False) if text else ""
    heads = " ".join(f"{name}: {unquote(value)}" for name, value in answer.items())
    return f"{heads}\n{text}\n{unescape(text)}\n{answer.cookies}"


def asked(form: Form) -> str:
    return f"{urlsplit(form.action).path}?{urlencode(form.filled(), doseq=True)}"


def starts(world: World, numbers: list[str]) -> list[str]:
    """Every route with our objects filled in, and every door of every case."""
    found = [address(route, world.ours) for route, _view in doors()]
    beginnings = (
        "/console/cases/{}/",
        "/console/inbox/?case={}",
        "/field/cases/{}/",
        "/c/{}/",
        "/api/v1/cases/{}",
    )
    return [*found, *(beginning.format(number) for number in numbers for beginning in beginnings)]
