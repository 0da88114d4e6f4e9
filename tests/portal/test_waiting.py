"""What a telephone sends by itself: pieces of files, then the message whole, under one key."""

import os
import time
import uuid
from typing import Any

import pytest
from django.test import Client

from linli.cases import uploads
from linli.cases.keeping import DRAFT
from linli.cases.models import Case, Picture, Sound
from linli.cases.pictures import path_of
from linli.cases.receipts import code_for
from tests.lane import Lane, hours
from tests.portal.conftest import HOME
from tests.portal.test_raise import TestDanger, say, send
from tests.world import spoken

WORDS = "槎市村店下组村口的路灯坏了三盏，晚上看不清路。"
KEY = "7b0d3bd0-6d0d-4d6b-8a70-2b6a0c1f0a01"


def piece(client: Client, name: uuid.UUID, content: bytes, offset: int, size: int) -> Any:
    return client.post(
        f"{HOME}uploads/{name}/?offset={offset}&size={size}",
        content,
        content_type="application/octet-stream",
    )


def uploaded(client: Client, content: bytes, step: int = 1000) -> str:
    """As the service worker does it: asks what is there, then goes on from there."""
    name = uuid.uuid4()
    have = piece(client, name, b"", 0, len(content)).json()["have"]
    while have < len(content):
        have = piece(client, name, content[have : have + step], have, len(content)).json()["have"]
    return str(name)


def waiting(client: Client, **more: Any) -> Any:
    return client.post(f"{HOME}waiting/", {"words": WORDS, "key": KEY, **more})


def test_it_becomes_a_case_with_picture_and_voice_and_gets_its_code(portal: Client, photo: Any) -> None:
    sent = {
        "pictures": [uploaded(portal, photo().read())],
        "voice": uploaded(portal, spoken(1), step=5000),
    }
    answer = waiting(portal, **sent)
    case = Case.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {"number": case.number, "code": code_for(case), "page": f"/c/{case.number}/"}
    assert (case.pictures.count(), case.sounds.count(), case.category) == (1, 1, "")
    assert (case.area.name, case.channel) == ("店下组", "portal")
    assert portal.get(f"/c/{case.number}/").status_code == 200


def test_tried_again_after_a_lost_answer_it_is_the_same_case(portal: Client, photo: Any) -> None:
    sent = {"pictures": [uploaded(portal, photo().read())]}
    first, second = waiting(portal, **sent), waiting(Client(), **sent)
    assert first.json() == second.json() and Case.objects.count() == 1


def test_the_same_key_with_other_words_tells_nothing(portal: Client) -> None:
    waiting(portal)
    answer = waiting(Client(), words="别的事")
    assert answer.status_code == 422 and "number" not in answer.json()


def test_danger_stops_it_and_names_the_number(portal: Client) -> None:
    answer = waiting(portal, words=TestDanger.FIRE)
    assert (answer.status_code, answer.json()["dangers"][0]["number"]) == (409, "119")
    assert Case.objects.count() == 0
    assert waiting(portal, words=TestDanger.FIRE, calm="on").status_code == 201


@pytest.mark.parametrize(
    "wrong", [{"words": ""}, {"key": "x"}, {"pictures": [KEY]}, {"voice": KEY}, {"words": "长" * 7001}]
)
def test_what_cannot_be_taken_is_told_in_a_sentence(portal: Client, wrong: dict[str, Any]) -> None:
    answer = waiting(portal, **wrong)
    assert answer.status_code == 422 and answer.json()["sentence"]
    assert Case.objects.count() == 0


class TestPieces:
    def test_a_piece_that_comes_twice_or_leaves_a_gap_changes_nothing(self, portal: Client) -> None:
        name = uuid.uuid4()
        steps = [(b"abc", 0, 3), (b"abc", 0, 3), (b"xyz", 6, 3), (b"def", 3, 6), (b"DEF", 3, 6)]
        for content, offset, have in steps:
            assert piece(portal, name, content, offset, 9).json() == {"have": have}
        assert uploads.content_of(name) == b"abcdef"

    @pytest.mark.parametrize(("offset", "size"), [(-1, 9), (0, uploads.MOST_BYTES + 1), (8, 9), ("x", 9)])
    def test_more_than_was_said_is_refused(self, portal: Client, offset: Any, size: int) -> None:
        assert piece(portal, uuid.uuid4(), b"abc", offset, size).status_code in {400, 422}

    def test_too_many_from_one_line_are_refused_and_the_form_still_takes_them(
        self, portal: Client, photo: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from linli.kit.limiting import Measure

        monkeypatch.setattr(uploads, "PIECES", Measure("upload.piece", 1))
        name = uuid.uuid4()
        assert [piece(portal, name, b"a", n, 9).status_code for n in range(2)] == [200, 422]
        page = portal.post(f"{HOME}say/", {"words": WORDS, "pictures": [photo()]})
        assert "已留存 1 张照片" in page.content.decode()


def aged(days: float, *files: Any) -> None:
    for file in files:
        os.utime(file, (time.time() - days * 86400,) * 2)


def test_what_nobody_sent_is_swept_and_what_a_case_holds_stays(
    portal: Client, lane: Lane, photo: Any, settings: Any
) -> None:
    send(portal, portal.post(f"{HOME}say/", {"words": WORDS, "pictures": [photo()], "voice": as_file()}))
    held = [path_of(Picture.objects.get().digest), path_of(Picture.objects.get().digest, small=True)]
    loose = path_of("0" * 64)
    loose.parent.mkdir(parents=True, exist_ok=True)
    loose.write_bytes(b"x")
    foreign = loose.with_name("readme.txt")
    foreign.write_bytes(b"x")
    half = loose.with_name(f"{DRAFT}k3x_9a")  # whoever wrote it was killed
    half.write_bytes(b"x")
    part = uploads.place_of(uuid.UUID(uploaded(portal, b"abc")))
    aged(9, *held, loose, foreign, part, half)
    assert uploads.sweep_files.func(hours(10).isoformat()) == {"pieces": 1, "loose": 2}
    assert all(file.exists() for file in (*held, foreign)) and Sound.objects.count() == 1
    assert not loose.exists() and not part.exists() and not half.exists()


def as_file() -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("voice", spoken(1))


def test_the_worker_comes_from_the_root_and_is_asked_for_anew(portal: Client) -> None:
    answer = portal.get("/worker.js")
    assert (
        answer["Content-Type"].startswith("text/javascript")
        and answer["Cache-Control"] == "no-cache, private"
    )
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert len(answer.content.splitlines()) < 130


def test_the_first_page_weighs_less_than_fifty_kilobytes(portal: Client, capsys: Any) -> None:
    import gzip
    from pathlib import Path

    from linli import kit

    static = Path(kit.__file__).parent / "static" / "kit"
    names = [
        "linli.css",
        "linli.js",
        "draft.js",
        "kept.js",
        "pictures.js",
        "voice.js",
        "waiting.js",
        "icons.svg",
    ]
    parts = {"page": portal.get(HOME).content} | {name: (static / name).read_bytes() for name in names}
    packed = {name: len(gzip.compress(content)) for name, content in parts.items()}
    with capsys.disabled():
        print(
            f"\nfirst page: {sum(packed.values())} bytes packed, {sum(map(len, parts.values()))} plain; {packed}"
        )
    assert sum(packed.values()) < 50_000
    assert say(portal).status_code == 200
