"""Whatever comes as a picture: only its pixels are kept, it costs a bounded amount, and a refusal says why."""

import ast
import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.cases import pictures, repaint
from linli.cases.actions.intake import reply
from linli.cases.models import Picture
from linli.cases.receipts import code_for
from linli.kit.answer import Refused
from tests.cases import photos
from tests.lane import Lane, hours
from tests.reading import calls, shown, sources

# What exiftool may find: the file, and how its pixels are laid out.
LAYOUT = {"SourceFile", "ExifToolVersion", "FileName", "Directory", "MIMEType"} | {
    *("JFIFVersion", "ResolutionUnit", "XResolution", "YResolution", "EncodingProcess", "BitsPerSample"),
    *("ColorComponents", "YCbCrSubSampling", "ImageWidth", "ImageHeight", "ImageSize", "Megapixels"),
}
MEASURE = """
import resource, subprocess, sys
done = subprocess.run([sys.executable, "-I", *sys.argv[1:]], capture_output=True)
print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


def kept(store: Path) -> list[Path]:
    return [path for path in store.rglob("*") if path.is_file()]


def segments(content: bytes) -> list[int]:
    """The markers of a JPEG up to its pixels; the file ends where its picture ends."""
    assert content.startswith(b"\xff\xd8") and content.endswith(b"\xff\xd9")
    found, at = [], 2
    while content[at + 1] != 0xDA:
        found.append(content[at + 1])
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return found


@pytest.mark.parametrize("name", photos.TALKING)
def test_nothing_but_the_pixels_is_kept(name: str, store: Path) -> None:
    sent = photos.TALKING[name]()
    clean = pictures.clean(sent)
    assert (clean.width, clean.height) in {(64, 48), (48, 64)}
    assert len(kept(store)) == 2
    for path in kept(store):
        content = path.read_bytes()
        assert photos.SECRET not in content and b"Exif" not in content and b"http" not in content
        assert set(segments(content)) <= {0xE0, 0xDB, 0xC0, 0xC4}, "a segment that holds no pixels"


def test_the_photos_of_this_test_do_tell_more_than_their_pixels() -> None:
    assert [name for name, take in photos.TALKING.items() if photos.SECRET not in take()] == []
    assert {0xE1} <= set(segments(photos.jpeg(exif=photos.exif())))


@pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not installed")
def test_exiftool_finds_nothing_in_what_is_kept(store: Path) -> None:
    for take in photos.TALKING.values():
        pictures.clean(take())
    options = ["-j", "-a", "-u", "-U", "-ee", "-x", "System:all", "-r", str(store)]
    read = subprocess.run(["exiftool", *options], capture_output=True, text=True, check=True)
    rows = json.loads(read.stdout)
    assert len(rows) >= 4
    assert {tag for row in rows for tag in row} - LAYOUT - {"FileType", "FileTypeExtension"} == set()


def test_a_photo_taken_on_its_side_stands_upright() -> None:
    lying = pictures.clean(photos.TALKING["turned on its side"]())
    assert (lying.width, lying.height) == (48, 64)


@pytest.mark.parametrize("name", [*photos.NO_PICTURE, *photos.TOO_LARGE])
def test_what_is_no_picture_or_too_large_is_refused_with_a_sentence(name: str, store: Path) -> None:
    sent = (photos.NO_PICTURE | photos.TOO_LARGE)[name]()
    began = time.monotonic()
    with pytest.raises(Refused) as refused:
        pictures.clean(sent)
    assert time.monotonic() - began < pictures.SECONDS
    sentence = str(refused.value.sentence)
    assert len(sentence) > 8 and re.search(r"[\u3400-\u9fff]", sentence)
    assert kept(store) == []
    large = name in photos.TOO_LARGE
    assert any(word in sentence for word in ("超过", "像素")) == large, sentence


@pytest.mark.parametrize("name", [*photos.HEAVY, *(n for n in photos.TOO_LARGE if n != "50 megabytes")])
def test_the_child_stays_small_and_quick(name: str, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes((photos.HEAVY | photos.TOO_LARGE)[name]())
    began = time.monotonic()
    command = [sys.executable, "-c", MEASURE, repaint.__file__, source, tmp_path / "out", tmp_path / "thumb"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    code, megabytes = map(int, done.stdout.split())
    print(f"{name}: exit {code}, {megabytes} MB, {time.monotonic() - began:.1f} s")
    assert code == (0 if name in photos.HEAVY else 4)
    assert megabytes < 400
    assert time.monotonic() - began < 10


def test_a_child_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch, store: Path) -> None:
    monkeypatch.setattr(pictures, "SECONDS", 0.001)
    with pytest.raises(Refused):
        pictures.clean(photos.jpeg())
    assert kept(store) == []


def test_only_so_much_of_a_file_is_read_as_may_be_kept() -> None:
    huge = SimpleUploadedFile("huge.jpg", photos.jpeg() + b"\x00" * (pictures.MOST_BYTES + 10))
    with pytest.raises(Refused):
        pictures.clean_all([huge])
    assert huge.tell() == pictures.MOST_BYTES + 1
    with pytest.raises(Refused):
        pictures.clean_all([huge] * (pictures.MOST_PICTURES + 1))


# --- one way in ---


def test_nothing_else_in_linli_reads_pictures_or_stores_files() -> None:
    found = [
        f"{shown(path)}: {name}"
        for path, tree in sources()
        if path.name not in {"repaint.py", "pictures.py"}
        for name in [*imported(tree), *(called for _call, called in calls(tree))]
        if name.split(".")[0] == "PIL"
        or name in {"ImageField", "CleanPicture", "default_storage", "FileSystemStorage"}
    ]
    # Two signed parcels give back what `clean_all` made of a picture on the page before.
    assert {line.partition(":")[0] for line in found if line.endswith("CleanPicture")} <= {
        "src/linli/field/forms.py",
        "src/linli/portal/raising/parcel.py",
    }
    assert [line for line in found if not line.endswith("CleanPicture")] == []


def imported(tree: ast.Module) -> list[str]:
    direct = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    return direct + [
        node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module
    ]


def told(photo: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("../../evil\u202egpj.jpg", photo, "image/svg+xml")


def by_portal(lane: Lane, photo: bytes) -> Any:
    return Client().post("/at/zhangjiashan/say/", {"words": "灯坏了", "pictures": told(photo)})


def by_resident(lane: Lane, photo: bytes) -> Any:
    case, client = lane.case(), Client()
    client.post(f"/c/{case.number}/", {"number": case.number, "code": code_for(case)})
    key = "6f1f9df0-6b7c-4f0a-9a52-0f3a6f4b7c11"
    return client.post(
        f"/c/{case.number}/add/", {"text": "还是不亮", "key": key, "pictures": told(photo)}, follow=True
    )


def by_note(lane: Lane, photo: bytes) -> Any:
    fields = {"words": "路灯不亮", "area": lane.areas["grid"].pk, "channel": "patrol"} | {
        "pictures": told(photo)
    }
    return signed_in(lane, "worker").post("/field/note/", fields)


def by_field(lane: Lane, photo: bytes) -> Any:
    case = lane.bring(lane.case(), "working")
    fields = {"text": "换了灯头", "end_state": "solved", "pictures": told(photo)}
    return signed_in(lane, "volunteer").post(f"/field/cases/{case.number}/answer/", fields, follow=True)


def by_console(lane: Lane, photo: bytes) -> Any:
    case = lane.bring(lane.case(), "working")
    fields = {"text": "明天来修", "key": "0123456789abcdef", "pictures": told(photo), "version": case.version}
    return signed_in(lane, "secretary").post(f"/console/cases/{case.number}/reply/", fields, follow=True)


def signed_in(lane: Lane, name: str) -> Client:
    client = Client()
    client.force_login(lane.accounts[name])
    return client


DOORS = (by_portal, by_resident, by_note, by_field, by_console)


@pytest.mark.django_db
@pytest.mark.parametrize("door", DOORS)
def test_every_door_keeps_only_the_pixels_and_refuses_in_words(
    door: Callable[[Lane, bytes], Any], lane: Lane, store: Path
) -> None:
    with_time = photos.TALKING["film behind the end"]()
    assert door(lane, with_time).status_code < 400
    assert len(kept(store)) == 2
    assert not any(photos.SECRET in path.read_bytes() for path in kept(store))
    for path in kept(store):
        path.unlink()
    refused = door(lane, photos.SVG)
    assert refused.status_code < 500 and "JPEG" in refused.content.decode()
    assert kept(store) == []


# --- the way out ---


@pytest.mark.django_db
def test_a_picture_is_shown_to_whom_its_case_is_open_and_as_nothing_but_a_picture(lane: Lane) -> None:
    case = lane.bring(lane.case(), "working")
    clean = pictures.clean(photos.jpeg())
    reply(case, "看图", by=lane.resident(case), at=hours(5), pictures=(clean,))
    assert Picture.objects.get(case=case).digest == clean.digest
    inside = {
        f"/console/cases/{case.number}/picture/{clean.digest}/": ("secretary", "neighbour"),
        f"/field/cases/{case.number}/pictures/{clean.digest}/": ("volunteer", "neighbour"),
    }
    answers = [signed_in(lane, who).get(url) for url, (who, _other) in inside.items()]
    resident = Client()
    resident.post(f"/c/{case.number}/", {"number": case.number, "code": code_for(case)})
    theirs = f"/c/{case.number}/picture/{clean.digest}/"
    answers.append(resident.get(theirs))
    for answer in answers:
        assert answer.status_code == 200
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "no-store"
        assert clean.digest in answer["Content-Disposition"]
        assert "default-src" in answer["Content-Security-Policy"]
        assert answer.content.startswith(b"\xff\xd8")
    assert Client().get(theirs).status_code == 404
    for url, (_who, other) in inside.items():
        assert signed_in(lane, other).get(url).status_code == 404
        assert signed_in(lane, "property").get(url).status_code in {403, 404}


@pytest.mark.django_db
def test_a_picture_of_another_case_is_not_reached_through_ones_own(lane: Lane) -> None:
    mine, other = lane.case(), lane.case(words="隔壁的事，别人看不得。")
    clean = pictures.clean(photos.jpeg())
    reply(other, "看图", by=lane.resident(other), at=hours(1), pictures=(clean,))
    client = Client()
    client.post(f"/c/{mine.number}/", {"number": mine.number, "code": code_for(mine)})
    assert client.get(f"/c/{mine.number}/").status_code == 200
    assert client.get(f"/c/{mine.number}/picture/{clean.digest}/").status_code == 404
    assert client.get(f"/c/{other.number}/picture/{clean.digest}/").status_code == 404
