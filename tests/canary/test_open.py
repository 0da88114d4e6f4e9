"""What leaves for everybody (board, map, feeds, files, figures) holds nobody and nothing that was not reviewed."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shapely
import time_machine
from django.test import Client

from linli.cases.actions.publishing import publish
from linli.cases.models import Case, Picture, Publication
from linli.cases.pictures import clean
from linli.places.models import Area
from tests.canary.identities import Canary, canaries, hits, plant
from tests.lane import Lane, hours
from tests.world import photo, read

PLACE = "/at/zhangjiashan/"
OUTGOING = (
    *("board/", "board/map/", "board/map.json", "board/map.json?system=gcj02"),
    *("board/feed.atom", "board/feed.rss", "data/", "data/2026-03.csv", "data/2026-03.json"),
    *("rates/?month=2026-03", "screen/", "follow/", ""),
)
UNREVIEWED = re.compile(r"第\d+件|\d{4}-[0-9A-Z]{6}\b")  # the words as they were said; the number of a case


@pytest.fixture
def birds(lane: Lane, tmp_path: Path, settings: Any) -> Iterator[list[Canary]]:
    """Speakers of cases in every stage; two of the cases are published, with one of two pictures."""
    settings.MEDIA_ROOT = tmp_path
    box = shapely.geometry.mapping(shapely.box(115.50, 28.00, 115.60, 28.10))
    Area.objects.filter(pk=lane.village.pk).update(outline=box, households=300)
    found = canaries(18)
    with time_machine.travel(hours(10), tick=False):
        plant(lane, found)
        for row in Publication.objects.all():
            Case.objects.filter(pk=row.case_id).update(lat=28.0512, lon=115.5533)
            shown, kept = clean(photo()), "d" * 64
            for digest in (shown.digest, kept):
                values = {"width": 40, "height": 30, "at": hours(1), "by_resident": True}
                Picture.objects.create(case_id=row.case_id, moment="before", digest=digest, **values)
            words = {"title": row.title, "problem": row.problem, "result": row.result}
            publish(row.case, **words, pictures={shown.digest: "灯"}, by=lane.secretary, at=hours(9.5))
        yield found


def addresses() -> list[str]:
    results = [f"board/{row.pk}/" for row in Publication.objects.all()]
    more = [f"{one}{kind}" for one in results for kind in ("", "feed.atom", "feed.rss")]
    return [f"{PLACE}{one}" for one in (*OUTGOING, *more)]


def test_nobody_and_nothing_unreviewed_goes_out(birds: list[Canary]) -> None:
    client = Client()
    for address in addresses():
        answer = client.get(address)
        text = read(answer).decode() + str(answer.headers)
        assert answer.status_code == 200, address
        assert hits(text, birds) == [], address
        assert UNREVIEWED.findall(text) == [], address
        assert "d" * 64 not in text, address
        assert not re.search(r"28\.0512\d*,\s*115\.5533|115\.5533\d*,\s*28\.0512", text), address


def test_what_was_published_is_there(birds: list[Canary]) -> None:
    """Otherwise the test above could pass because nothing goes out at all."""
    client = Client()
    for address in ("board/", "board/map.json", "board/feed.atom", "data/2026-03.csv", "screen/"):
        assert "楼道灯" in read(client.get(f"{PLACE}{address}")).decode()


def test_a_leak_made_on_purpose_is_found(birds: list[Canary]) -> None:
    row = Publication.objects.first()
    Publication.objects.filter(pk=row.pk).update(result=f"{birds[0].name} 家门口")
    for address in ("board/", "board/feed.rss", "data/2026-03.json", f"board/{row.pk}/"):
        assert hits(read(Client().get(f"{PLACE}{address}")).decode(), birds) != [], address
