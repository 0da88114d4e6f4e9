"""Sixty pictures that tell more than they show, by every way in: nothing of it is in any byte that is kept."""

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from linli.cases import pictures
from linli.cases.actions.publishing import publish
from linli.cases.models import Case, Picture
from linli.console.case import asking
from tests.cases.photos import SECRET, drawn, jpeg, saved
from tests.cases.test_pictures import segments
from tests.files.corpus import CORPUS
from tests.files.ways import HOME, WAYS, signed_in
from tests.importing.conftest import office  # noqa: F401
from tests.importing.sheets import HEADINGS, message, workbook
from tests.importing.test_console import confirm, hand_in, work
from tests.lane import Lane, hours
from tests.world import read

MARKS = re.compile(
    rb"Exif|http:|ICC_PROFILE|Photoshop|8BIM|ftyp|mdat|II\*\x00|MM\x00\*|JUMBF|xmpmeta|CREATOR|"
    + re.escape(SECRET)
)


@pytest.fixture
def as_many_as_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them in one form, so that each way is gone once."""
    for module in (pictures, asking):
        monkeypatch.setattr(module, "MOST_PICTURES", len(CORPUS))


def sent() -> list[tuple[str, bytes]]:
    return [(f"{place}.jpg", take()) for place, take in enumerate(CORPUS.values())]


def kept(store: Path) -> Iterator[Path]:
    return (path for path in store.rglob("*") if path.is_file())


def assert_only_pixels(store: Path) -> int:
    """How many pictures lie there."""
    found = 0
    for path in kept(store):
        content = path.read_bytes()
        assert not MARKS.search(content), (path.name, MARKS.findall(content))
        if path.suffix == ".jpg":
            found += 1
            assert set(segments(content)) <= {0xE0, 0xDB, 0xC0, 0xC4}, path.name
    return found


def cells() -> Iterator[bytes]:
    """Every text and every byte of the tables that hold something of a case."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("cases_", "kit_", "people_", "notices_")):
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
                for row in cursor.fetchall():
                    yield from (str(value).encode() for value in row if isinstance(value, str | dict | list))
                    yield from (bytes(value) for value in row if isinstance(value, bytes | memoryview))


def test_the_corpus_tells_more_than_its_pixels() -> None:
    assert len(CORPUS) >= 60
    for name, take in CORPUS.items():
        assert SECRET in take(), name


def test_what_cannot_be_read_is_no_way_around(store: Path) -> None:
    """HEIC and TIFF are not read here; they are refused, not kept as they are."""
    heic = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + SECRET
    for content in (heic, saved(drawn(), "TIFF") + SECRET):
        with pytest.raises(pictures.Refused):
            pictures.clean(content)
    assert not list(kept(store))


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS)
def test_by_this_way_nothing_but_pixels_is_kept(
    way: str, lane: Lane, store: Path, in_this_process: None, as_many_as_there_are: None
) -> None:
    answer = WAYS[way](lane, sent())
    assert answer.status_code < 400, answer.content.decode()[:300]
    assert assert_only_pixels(store) >= 4
    assert Picture.objects.exists()
    assert not [cell for cell in cells() if SECRET in cell]


@pytest.mark.django_db
def test_what_the_public_sees_is_the_same_bytes(
    lane: Lane, store: Path, in_this_process: None, as_many_as_there_are: None
) -> None:
    WAYS["thread"](lane, sent())
    case = Case.objects.get()
    lane.bring(case, "closed")
    digests = dict.fromkeys(case.pictures.values_list("digest", flat=True), "")
    row = publish(
        case,
        title="灯",
        problem="灯不亮。",
        result="亮了。",
        pictures=digests,
        by=lane.secretary,
        at=hours(8),
    )
    shown = list(row.pictures.all())
    assert len(shown) == len(digests) >= 4
    for one in shown:
        for small in ("", "?small"):
            content = read(Client().get(f"{HOME}board/{row.pk}/picture/{one.pk}/{small}"))
            assert content.startswith(b"\xff\xd8") and not MARKS.search(content)


@pytest.mark.django_db
def test_without_the_drawing_it_would_be_found(
    lane: Lane, store: Path, in_this_process: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: one way stores what came."""

    def copied(source: Path, target: Path, thumb: Path) -> tuple[int, int]:
        target.write_bytes(source.read_bytes())
        thumb.write_bytes(jpeg())
        return 64, 48

    monkeypatch.setattr(pictures, "_repaint", copied)
    WAYS["thread"](lane, [("a.jpg", jpeg(comment=SECRET))])
    with pytest.raises(AssertionError):
        assert_only_pixels(store)


@pytest.mark.django_db(transaction=True)
def test_pictures_in_a_table_that_is_imported_are_not_kept(
    office: Client,  # noqa: F811
    lane: Lane,
    tmp_path: Path,
    store: Path,
) -> None:
    path = workbook(tmp_path / "t.xlsx", [HEADINGS, message(1)])
    with zipfile.ZipFile(path, "a") as book:
        book.writestr("xl/media/image1.jpeg", CORPUS["comment (as of old)"]())
    hand_in(office, lane, path)
    confirm(office, "all")
    work()
    assert Case.objects.count() == 1
    assert not [path for path in kept(store) if SECRET in path.read_bytes()]
    assert not Picture.objects.exists()


@pytest.mark.django_db
def test_doors_that_take_no_pictures_keep_none(lane: Lane, store: Path) -> None:
    """The desk and the interface for programs: what is sent along is not even read."""
    photo = CORPUS["comment (as of old)"]()
    upload = SimpleUploadedFile("a.jpg", photo)
    fields = {"words": "路灯不亮", "pictures": upload, "right": "1"}
    assert signed_in(lane, "dispatcher").post("/console/desk/", fields).status_code < 500
    body = {"words": "路灯不亮", "area": lane.areas["grid"].path, "pictures": [photo.hex()]}
    answer = Client().post("/api/v1/cases", json.dumps(body), "application/json")
    assert answer.status_code < 500
    assert not list(kept(store)) and not Picture.objects.exists()


@pytest.mark.django_db
def test_what_a_telephone_kept_is_gone_once_it_is_drawn_and_stays_the_same_picture(
    lane: Lane, store: Path, in_this_process: None
) -> None:
    """The bytes as they came wait only until their message is there; a message tried again finds its picture."""
    photo, name, client = jpeg(comment=SECRET), "7b0d3bd0-6d0d-4d6b-8a70-2b6a0c1f0a01", Client()
    piece = f"{HOME}uploads/{name}/?offset=0&size={len(photo)}"
    said: dict[str, Any] = {
        "words": "路灯坏了",
        "key": "6f1f9df0-6b7c-4f0a-9a52-0f3a6f4b7c11",
        "pictures": [name],
    }
    client.post(piece, photo, content_type="application/octet-stream")
    assert [path for path in kept(store) if SECRET in path.read_bytes()]
    first = client.post(f"{HOME}waiting/", said)
    assert first.status_code == 201
    assert_only_pixels(store)
    again = client.post(piece, photo, content_type="application/octet-stream")
    assert again.json() == {"have": len(photo)}
    assert client.post(f"{HOME}waiting/", said).json() == first.json()
    assert_only_pixels(store)
    assert Case.objects.count() == 1 and Picture.objects.count() == 1
    assert sorted(path.suffix for path in kept(store)) == [".jpg", ".jpg", ".picture"]


@pytest.mark.django_db
def test_one_file_that_waits_is_not_both_a_picture_and_a_voice(
    lane: Lane, store: Path, in_this_process: None
) -> None:
    photo, name, client = jpeg(), "7b0d3bd0-6d0d-4d6b-8a70-2b6a0c1f0a01", Client()
    piece = f"{HOME}uploads/{name}/?offset=0&size={len(photo)}"
    client.post(piece, photo, content_type="application/octet-stream")
    said = {
        "words": "路灯坏了",
        "key": "6f1f9df0-6b7c-4f0a-9a52-0f3a6f4b7c11",
        "pictures": [name],
        "voice": name,
    }
    assert client.post(f"{HOME}waiting/", said).status_code == 422
    assert not Case.objects.exists()
