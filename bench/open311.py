"""Ask a running Open311 server what other makers' programs ask it, and show what it answered.

python -m bench.open311 http://127.0.0.1:8000/open311/v2 --reference FOLDER --key KEY

FOLDER (or LINLI_OPEN311_REFERENCE) holds `client_requests.json`, `schema/` and `san_francisco_xml/`. Without a key the
server is only read and its refusals are checked. With a key requests are really sent: ask a server that may forget them.
The client `georeport` is tried in both formats where it is installed.
"""

import argparse
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen
from xml.etree import ElementTree

from bench.draft4 import faults_in

UNKNOWN = re.compile(r"/(services/9|requests/1|tokens/abc)\.")
ROOTS = {
    "discovery": "discovery",
    "services": "services",
    "services/": "service_definition",
    "requests": "service_requests",
    "requests/": "service_requests",
    "tokens/": "service_requests",
    "servicerequestupdates": "service_requests_updates",
}


@dataclass
class Answer:
    status: int
    kind: str
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def xml(self) -> ElementTree.Element:
        return ElementTree.fromstring(self.body)  # noqa: S314  of the server that we were told to ask

    def names_of(self, tag: str) -> set[str]:
        return {part.tag for one in self.xml.iter(tag) for part in one}


@dataclass
class Server:
    base: str
    key: str = ""
    jurisdiction: str = ""
    point: str = ""
    folder: Path = field(default_factory=Path)
    service: str = ""
    request: str = ""  # one that everybody may read
    own: str = ""  # one that was sent with our key

    @property
    def root(self) -> str:
        return self.base.rpartition("/")[0]

    def ask(self, url: str, body: bytes | None = None, **headers: str) -> Answer:
        asked = Request(url, data=body, headers=headers)  # noqa: S310
        try:
            with urlopen(asked, timeout=30) as found:  # noqa: S310
                return Answer(found.status, found.headers["Content-Type"], found.read())
        except HTTPError as refused:
            return Answer(refused.code, refused.headers["Content-Type"], refused.read())

    def get(self, path: str, **query: str) -> Answer:
        named = {"jurisdiction_id": self.jurisdiction} if self.jurisdiction else {}
        return self.ask(f"{self.base}/{path}?{urlencode(named | query)}")

    def look_around(self) -> None:
        """A service, and a request that everybody may read, to put in the place of the recorded ones."""
        self.service = self.get("services.json").json[0]["service_code"]
        shown = self.get("requests.json").json
        self.request = shown[0]["service_request_id"] if shown else ""
        if self.key:
            lat, _, lon = self.point.partition(",")
            place = {"lat": lat, "long": lon} if lon else {"address_string": "1"}
            sent = {"service_code": self.service, "description": "A lamp is dark.", "api_key": self.key}
            named = {"jurisdiction_id": self.jurisdiction} if self.jurisdiction else {}
            answer = self.ask(f"{self.base}/requests.json", urlencode({**sent, **named, **place}).encode())
            self.own = answer.json[0]["service_request_id"] if answer.status < 300 else ""


@dataclass
class Check:
    name: str
    found: str
    fault: str = ""


def proper(answer: Answer, form: str, root: str) -> str:
    """The fault of an answer's form, or nothing: the right kind, readable, and either what was asked for or a list of errors."""
    wanted = {"json": "application/json", "xml": "text/xml"}[form]
    if not answer.kind.lower().replace(" ", "").startswith(f"{wanted};charset=utf-8"):
        return f"comes as {answer.kind}"
    try:
        content = answer.json if form == "json" else answer.xml
    except (ValueError, ElementTree.ParseError) as broken:
        return f"cannot be read: {broken}"
    if answer.status >= 500:
        return "a fault of the server"
    if answer.status >= 400:
        return "" if told_as_errors(content) else "the error is not in a list of errors"
    if form == "xml" and content.tag not in (root, "service_request_updates"):
        return f"the outer element is {content.tag}"
    return ""


def told_as_errors(content: Any) -> bool:
    if isinstance(content, list):
        return bool(content) and all({"code", "description"} <= set(line) for line in content)
    lines = content.findall("error") if isinstance(content, ElementTree.Element) else []
    return bool(lines) and all(line.findtext("code") and line.findtext("description") for line in lines)


def form_and_root(path: str) -> tuple[str, str]:
    """From "{base}/services/001.xml?…" to ("xml", "service_definition")."""
    plain = path.partition("?")[0].rpartition("}/")[2]
    name, _, form = plain.rpartition(".")
    return form, ROOTS[name.partition("/")[0] + ("/" if "/" in name else "")]


# ── What was recorded from other makers' programs ──


def recorded(server: Server) -> Iterator[Check]:
    for row in json.loads((server.folder / "client_requests.json").read_text("utf-8")):
        form, root = form_and_root(row["path"])
        first = replay(server, row["method"], row["path"], row.get("body"), row["content_type"])
        fitted = replay(
            server,
            row["method"],
            in_place(row["path"], server),
            fill(row.get("body"), server),
            row["content_type"],
        )
        fault = proper(first, form, root) or proper(fitted, form, root) or unexpected(row, fitted, server)
        shown = row["path"].partition("?")[0]
        yield Check(
            f"{row['client'].split(' (')[0]}: {row['method']} {shown}",
            f"{first.status} {fitted.status}",
            fault,
        )


def replay(server: Server, method: str, path: str, body: str | None, kind: str | None) -> Answer:
    url = path.replace("{base}", server.base).replace("{root}", server.root)
    headers = {"Content-Type": kind} if kind else {}
    return server.ask(url, body.encode("latin-1") if method == "POST" and body else None, **headers)


def in_place(text: str, server: Server) -> str:
    """The recorded names of a place, a service, a request and a key, replaced by those of this server."""
    text = re.sub(r"services/001\b", f"services/{quote(server.service)}", text)
    text = re.sub(r"service_code=001", f"service_code={quote(server.service)}", text)
    text = text.replace("638344", server.request or "638344").replace(
        "api_key=K1", f"api_key={quote(server.key)}"
    )
    return text.replace("hezhou.example", server.jurisdiction) if server.jurisdiction else unplaced(text)


def unplaced(text: str) -> str:
    return re.sub(r"jurisdiction_id=[^&]*", "jurisdiction_id=", text)


def fill(body: str | None, server: Server) -> str | None:
    if body is None:
        return None
    lat, _, lon = server.point.partition(",")
    new = {
        "service_code": server.service,
        "api_key": server.key,
        "jurisdiction_id": server.jurisdiction,
        "service_request_id": server.own,
        **({"lat": lat, "long": lon} if lon else {}),
    }
    for name, value in new.items():
        body = re.sub(rf"(?<![^&]){name}=[^&]*", f"{name}={quote(value)}", body)
        body = re.sub(rf'(name="{name}"\r\n\r\n)[^\r]*', lambda found, v=value: found[1] + v, body)
    return body


def unexpected(row: dict[str, Any], answer: Answer, server: Server) -> str:
    wanted = {200, 201}
    if row["method"] == "POST":
        wanted = wanted if server.key else {403}
    elif UNKNOWN.search(row["path"]) or ("/requests/638344" in row["path"] and not server.request):
        wanted = {404}
    return (
        ""
        if answer.status in wanted
        else f"{answer.status} where {min(wanted)} belongs: {answer.body.decode()[:200]}"
    )


# ── Schemas, fixtures, formats ──


def schemas(server: Server) -> Iterator[Check]:
    for path, name in (
        ("services.json", "services"),
        (f"services/{quote(server.service)}.json", "service-definition"),
        ("requests.json", "requests"),
        *([(f"requests/{server.request}.json", "requests")] if server.request else []),
    ):
        answer = server.get(path)
        faults = faults_in(answer.json, name, server.folder / "schema")
        yield Check(
            f"{path} against schema {name}",
            f"{answer.status}, {len(answer.body):,} bytes",
            "; ".join(faults[:3]),
        )


def like_san_francisco(server: Server) -> Iterator[Check]:
    """Every element that San Francisco's server gives stands in ours too."""
    shown = server.request
    for path, file, tag in (
        ("services.xml", "services.xml", "service"),
        ("requests.xml", "service_requests.xml", "request")
        if shown
        else ("requests.xml", "service_requests_empty.xml", ""),
        (f"requests/{shown}.xml", "get_service_request.xml", "request")
        if shown
        else ("requests/1.xml", "", ""),
        (f"tokens/{shown}.xml", "request_id_from_token.xml", "request")
        if shown
        else ("tokens/1.xml", "", ""),
        ("requests/not-an-id.xml", "get_service_request_not_found.xml", "error"),
    ):
        answer = server.get(path)
        theirs = ElementTree.parse(server.folder / "san_francisco_xml" / file).getroot() if file else None  # noqa: S314
        missing = set()
        if theirs is not None and tag:
            missing = {part.tag for one in theirs.iter(tag) for part in one} - answer.names_of(tag)
        other_root = theirs is not None and theirs.tag != answer.xml.tag
        fault = f"without {sorted(missing)}" if missing else "another outer element" if other_root else ""
        yield Check(f"{path} beside {file or 'an error'}", str(answer.status), fault)


def same_in_both(server: Server) -> Iterator[Check]:
    for path, tag in (("services", "service_code"), ("requests", "service_request_id"), ("discovery", "url")):
        in_json = [line[tag] for line in lines_of(server.get(f"{path}.json").json)]
        in_xml = [line.text for line in server.get(f"{path}.xml").xml.iter(tag)]
        yield Check(
            f"{path}: XML and JSON say the same",
            f"{len(in_json)} rows",
            "" if in_json == in_xml else "they differ",
        )


def lines_of(content: Any) -> list[dict[str, Any]]:
    return content["endpoints"] if isinstance(content, dict) else content


def endpoints(server: Server) -> Iterator[Check]:
    told = server.ask(f"{server.base}/discovery.json").json
    for kind in ("production", "test"):
        found = [one["url"] for one in told["endpoints"] if one["type"] == kind]
        fault = "" if found and server.ask(f"{found[0]}/discovery.xml").status == 200 else "not there"
        yield Check(f"discovery: the {kind} endpoint", ", ".join(found), fault)


# ── The client that people install ──


def georeport(server: Server) -> Iterator[Check]:
    try:
        from georeport import GeoReport
    except ImportError:
        print("LEFT OUT: the client georeport is not installed.", file=sys.stderr)
        return
    for form in ("json", "xml"):
        client = GeoReport(server.base, jurisdiction=server.jurisdiction or None, output_format=form)
        calls: dict[str, Callable[[], Any]] = {
            "get_service_list": client.get_service_list,
            "get_service_definition": lambda c=client: c.get_service_definition(server.service),
        }
        if server.request:
            calls["get_service_requests"] = client.get_service_requests
            calls["get_service_request"] = lambda c=client: c.get_service_request(server.request)
        for name, call in calls.items():
            yield tried(f"georeport, {form}: {name}", call)


def tried(name: str, call: Callable[[], Any]) -> Check:
    try:
        found = call()
    except Exception as fault:  # whatever a client of another maker raises is what we want to know
        return Check(name, "", f"{type(fault).__name__}: {fault}")
    return Check(
        name,
        f"{len(found)} rows" if isinstance(found, list) else f"{len(found)} fields",
        "" if found else "empty",
    )


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="bench.open311", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("base", help="the endpoint, ending in /open311/v2")
    parser.add_argument("--reference", default=os.environ.get("LINLI_OPEN311_REFERENCE"))
    parser.add_argument("--key", default=os.environ.get("LINLI_OPEN311_KEY", ""))
    parser.add_argument("--jurisdiction", default="")
    parser.add_argument(
        "--point", default="", help="LAT,LONG inside the place; else the recorded ones are sent"
    )
    given = parser.parse_args(words)
    if not given.reference:
        parser.error("where is the reference? Give --reference or LINLI_OPEN311_REFERENCE.")
    server = Server(given.base.rstrip("/"), given.key, given.jurisdiction, given.point, Path(given.reference))
    server.look_around()
    parts = (recorded, schemas, like_san_francisco, same_in_both, endpoints, georeport)
    return shown([check for part in parts for check in part(server)])


def shown(checks: list[Check]) -> int:
    width = max(len(check.name) for check in checks)
    for check in checks:
        print(f"{check.name.ljust(width)}  {check.found.ljust(24)}  {check.fault or 'ok'}")
    wrong = sum(1 for check in checks if check.fault)
    print(
        f"\n{len(checks)} checks, {wrong} wrong. Of recorded requests: the status as recorded, then with names of this server."
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
