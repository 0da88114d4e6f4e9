"""What every answer carries, whoever asks: the content policy, no sniffing, no keeping; and nothing comes from elsewhere."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client

from linli.kit.doors import doors
from tests.lane import PASSWORD, Lane, hours
from tests.page import Page
from tests.reading import PACKAGE, shown
from tests.test_permissions import visitors
from tests.world import World, address, in_every_stage, photo, read, settle, undone

WHO = ("anonymous", "resident", "worker", "dispatcher")
# In a file of ours, what would make a browser fetch something.
FETCHES = re.compile(
    r"""(?:\bsrc|<link\b[^>]*\bhref|<use\b[^>]*\bhref|\baction|\bposter|\bsrcset)\s*=\s*["']?\s*(?:https?:)?//[^"'\s>]+"""
    r"""|url\(\s*["']?(?:https?:)?//|@import\s+["'(]\s*(?:https?:)?//|\bfetch\(\s*["'`](?:https?:)?//"""
    r"""|\bimport\b[^;\n]*["'](?:https?:)?//|sendBeacon|new (?:WebSocket|EventSource)\(\s*["'`](?:wss?|https?):"""
)
INLINE = re.compile(
    r"<style\b|\sstyle=|<script(?![^>]*\bsrc=)(?![^>]*type=.application/)[^>]*>|\son[a-z]+\s*=\s*[\"']|javascript:"
)
# What everybody may read and every cache may keep: our own files, results on the board, what is given away.
PUBLIC = re.compile(r"/static/|/at/[^/]+/(?:board/(?:map\.json|feed\.|\d+/(?:feed\.|picture/))|data/|lists/)")


@pytest.fixture
def world(lane: Lane, tmp_path: Path, settings: Any) -> Iterator[World]:
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(hours(10), tick=False):
        yield in_every_stage(settle(lane, photo()))


def answers(world: World, client: Client) -> Iterator[tuple[str, Any]]:
    for route, _view in doors():
        for method in ("get", "post"):
            url = address(route, world.ours)
            yield (
                f"{method} {url}",
                undone(client, lambda url=url, method=method: getattr(client, method)(url)),
            )
    for url in ("/nothing", "/static/nothing.css", "/static/kit/linli.css", "/%FF", "/console/nothing/"):
        yield url, undone(client, lambda url=url: client.get(url))


def policy(answer: Any) -> dict[str, str]:
    parts = [part.split(None, 1) for part in answer["Content-Security-Policy"].split(";")]
    return {part[0]: (part[1:] or [""])[0] for part in parts}


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("who", WHO)
def test_every_answer_forbids_what_it_does_not_need(who: str, world: World) -> None:
    client, seen = visitors(world, WHO)[who], 0
    for asked, answer in answers(world, client):
        seen += 1
        says = policy(answer)
        assert says["default-src"] == "'self'" and says["object-src"] == "'none'", asked
        assert says["frame-ancestors"] == "'none'" and says["base-uri"] == "'self'", asked
        assert "unsafe" not in str(says) and "*" not in str(says), asked
        assert answer["X-Content-Type-Options"] == "nosniff", asked
        assert answer["Referrer-Policy"] == "same-origin", asked
        assert answer["X-Frame-Options"] == "DENY", asked
        kept = answer["Cache-Control"]
        assert PUBLIC.search(asked) or "no-store" in kept or "private" in kept, (asked, kept)
        if answer["Content-Type"].startswith("text/html"):
            html = read(answer).decode()
            assert not INLINE.search(html), (asked, INLINE.search(html))
            elsewhere = [url for url in Page(html).fetched if urlsplit(url).netloc]
            assert elsewhere == [], asked
    print(f"{who}: {seen} answers")


def test_no_file_of_ours_fetches_anything_from_elsewhere() -> None:
    kinds = {".html", ".css", ".js", ".svg", ".webmanifest", ".json"}
    files = [path for path in PACKAGE.rglob("*") if path.suffix in kinds and path.is_file()]
    assert len(files) > 100
    found = {
        shown(path): hit[0]
        for path in files
        if (hit := FETCHES.search(path.read_text("utf-8"))) and "http://www.w3.org" not in hit[0]
    }
    assert found == {}


@pytest.mark.parametrize(
    "line",
    [
        '<script src="https://cdn.example/x.js">',
        "a { background: url(//x.example/a.png) }",
        'import a from "https://x/y.js"',
    ],
)
def test_a_fetch_from_elsewhere_would_be_found(line: str) -> None:
    assert FETCHES.search(line)
    assert (
        INLINE.search('<p style="color: red">')
        and INLINE.search('<a onclick="x()">')
        and INLINE.search("<script>x()")
    )
    assert not INLINE.search('<script type="module" src="/static/x.js"></script>')


@pytest.mark.django_db
def test_cookies_are_kept_from_scripts_and_from_other_sites(lane: Lane) -> None:
    client = Client()
    client.get("/accounts/login/")
    client.post("/accounts/login/", {"login": "secretary", "password": PASSWORD})
    client.post("/look/switch/", {"size": "large", "next": "/"})
    client.post("/look/switch/", {"dark": "dark", "next": "/"}, secure=True)
    assert len(client.cookies) >= 3, list(client.cookies)
    for name, cookie in client.cookies.items():
        assert cookie["samesite"] == "Lax", name
        assert cookie["httponly"] or name == "csrf", name
    assert client.cookies["look"]["secure"]
