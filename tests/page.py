"""Read a page as a browser would: its links, its forms with their fields, and whatever else it makes a browser fetch."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

FETCHED = {
    ("img", "src"),
    ("script", "src"),
    ("link", "href"),
    ("source", "src"),
    ("use", "href"),
    ("iframe", "src"),
} | {
    *(
        (tag, name)
        for tag in ("div", "a", "form", "button", "section", "p")
        for name in ("hx-get", "data-source")
    ),
}


@dataclass
class Field:
    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)

    @property
    def is_words(self) -> bool:
        return self.kind in {"text", "textarea", "search", "tel", "email"}


@dataclass
class Form:
    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)

    def filled(self) -> dict[str, list[str]]:
        """As the page hands it out, before anybody types."""
        return {one.name: one.values for one in self.fields.values() if one.values and one.kind != "file"}


class Page(HTMLParser):
    def __init__(self, html: str, url: str = "/") -> None:
        super().__init__(convert_charrefs=True)
        self.url = url
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select: Field | None = None
        self._area: Field | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in at:
            self.links.append(urljoin(self.url, at["href"]))
        self.fetched += [urljoin(self.url, at[name]) for name in at if (tag, name) in FETCHED and at[name]]
        if tag == "form":
            action = urljoin(self.url, at.get("action") or self.url)
            self._form = Form(action, at.get("method", "get").lower())
            self.forms.append(self._form)
        elif tag in {"input", "select", "textarea", "button"}:
            self._field(tag, at)
        elif tag == "option" and self._select is not None:
            self._select.choices.append(at.get("value", ""))
            if "selected" in at:
                self._select.values = [at.get("value", "")]

    def _field(self, tag: str, at: dict[str, str]) -> None:
        name = at.get("name")
        if not name or self._form is None:
            return
        kind = at.get("type", "text") if tag == "input" else tag
        found = self._form.fields.setdefault(name, Field(name, kind))
        if kind in {"radio", "checkbox"}:
            found.choices.append(at.get("value", "on"))
            if "checked" in at:
                found.values.append(at.get("value", "on"))
        elif kind == "button" or kind == "submit":
            found.choices.append(at.get("value", ""))
        elif tag == "input":
            found.values = [at.get("value", "")]
        self._select = found if tag == "select" else None
        self._area = found if tag == "textarea" else None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.values = [("".join(self._area.values) + data)]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            if (
                self._area is not None
            ):  # as browsers do: the line break after the tag is not part of the words
                self._area.values = ["".join(self._area.values).removeprefix("\n")]
            self._area = None


def is_ours(url: str) -> bool:
    parts = urlsplit(url)
    return not parts.netloc and parts.scheme in {"", "http", "https"}
