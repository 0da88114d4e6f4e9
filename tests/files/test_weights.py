"""Whatever weight a file has or claims, by whatever door: an answer in seconds, in words, and the process stays small."""

import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.cases import pictures
from linli.cases.models import Case, Picture
from linli.kit.bodies import MOST_BYTES
from linli.kit.models import ImportBatch
from linli.kit.sheets import unroll
from tests.cases.photos import TOO_LARGE, jpeg
from tests.files.heavy import FRAMES, HARMLESS, HEAVY_TABLES, HEAVY_TEXTS, laughs
from tests.files.ways import LENIENT, WAYS, signed_in, words_of
from tests.lane import Lane
from tests.reading import ROOT

CHINESE = re.compile(r"[\u3400-\u9fff]{4}")
SMALL_AND_TOO_LARGE = "says four gigapixels"
MOST_MEGABYTES, MOST_SECONDS = 400, 10
# One process reads every file in a copy of itself, as a web process would, and says how large that copy and its children grew.
READ = """
import json, os, resource, sys, time
import django; django.setup()
from pathlib import Path
from linli.kit.importing.engine import open_table
from linli.cases.ledgers.fields import case_fields
from linli.kit.sheets.unreadable import Unreadable
for name, path in json.loads(sys.argv[1]).items():
    out, into = os.pipe()
    if os.fork() == 0:
        began = time.monotonic()
        try:
            said = f"{sum(1 for _ in open_table(Path(path), case_fields()).rows())} rows"
        except Unreadable as refused:
            said = str(refused)
        kept = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        told = [name, said, kept // 1024, round(time.monotonic() - began, 1)]
        os.write(into, json.dumps(told).encode())
        os._exit(0)
    os.close(into)
    with os.fdopen(out) as told:
        print(told.read() or json.dumps([name, "", 0, 0]), flush=True)
    os.wait()
"""


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("tables")
    made = {}
    for place, (name, make) in enumerate(HEAVY_TABLES.items()):
        made[name] = folder / f"{place}.xlsx"
        made[name].write_bytes(make(folder / f"from{place}.xlsx"))
    return made


@pytest.fixture(scope="module")
def read(tables: dict[str, Path]) -> dict[str, tuple[str, int, float]]:
    """Of each table: what was said of it, the megabytes it took at most, and the seconds."""
    command = [sys.executable, "-c", READ, json.dumps({name: str(path) for name, path in tables.items()})]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True, timeout=200)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    for row in rows:
        print(*row)
    return {name: (said, megabytes, seconds) for name, said, megabytes, seconds in rows}


@pytest.mark.parametrize("name", HEAVY_TABLES)
def test_a_heavy_table_is_refused_in_words_by_a_process_that_stays_small(
    name: str, read: dict[str, tuple[str, int, float]]
) -> None:
    said, megabytes, seconds = read[name]
    assert name in HARMLESS or CHINESE.search(said), said
    assert 0 < megabytes < MOST_MEGABYTES
    assert seconds < MOST_SECONDS


def test_without_its_bounds_the_same_child_would_grow(tables: dict[str, Path], tmp_path: Path) -> None:
    """Planted: the memory is not bounded. Twenty thousand bytes then take more than the bound, and more than is given."""
    body = (
        Path(unroll.__file__)
        .read_text("utf-8")
        .replace("setrlimit(resource.RLIMIT_AS,", "getrlimit(resource.RLIMIT_AS) or (")
    )
    measured = f"{body.partition('if __name__')[0]}\nmain(*sys.argv[1:])\n"
    measured += "print(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1])\n"

    def grown(name: str) -> int:
        given = 'ulimit -v 1500000; exec "$0" "$@"'
        command = ["bash", "-c", given, sys.executable, "-I", "-c", measured, tables[name], tmp_path]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return int(done.stdout.split()[-1]) // 1024 if done.returncode == 0 else 1500

    assert grown("laughs in the book") < 100
    assert tables["one word again and again"].stat().st_size < 30_000
    assert grown("one word again and again") > MOST_MEGABYTES


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["bomb 1:1000", "far corners of eight sheets", "laughs in the words", "nested archive"]
)
def test_the_door_for_tables_says_so_too(name: str, tables: dict[str, Path], lane: Lane, store: Path) -> None:
    file = SimpleUploadedFile("台账.xlsx", tables[name].read_bytes())
    asked = {"kind": "cases", "place": lane.areas["street"].path, "file": file}
    answer = signed_in(lane, "dispatcher").post("/console/import/", asked)
    if name in HARMLESS and answer.status_code == 302:
        answer = signed_in(lane, "dispatcher").get(answer["Location"])
        assert answer.content.count("哈哈".encode()) < 2
        return
    assert answer.status_code == 422 and CHINESE.search(answer.content.decode())
    assert not ImportBatch.objects.exists()
    assert [one for one in store.rglob("*") if one.is_file()] == [], "what was refused is not kept"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("door", "name"), [(door, name) for door in HEAVY_TEXTS for name in HEAVY_TEXTS[door]]
)
def test_texts_that_are_deep_long_or_large_are_refused_in_words(door: str, name: str, lane: Lane) -> None:
    area = lane.areas["village"]
    address = {
        "outline": f"/console/places/{area.pk}/outline/",
        "calendar": "/console/places/calendar/import/",
        "rule book": "/console/rulebook/check/",
    }[door]
    file = SimpleUploadedFile("x.txt", HEAVY_TEXTS[door][name])
    fields = {"system": "wgs84", "on": "2026-03-02", "version": area.version}
    began = time.process_time()
    answer = signed_in(lane, "dispatcher").post(address, {**fields, "file": file})
    assert time.process_time() - began < MOST_SECONDS
    assert CHINESE.search(answer.content.decode())
    assert answer.status_code == (200 if door == "rule book" and answer.context["report"] else 422)


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS)
def test_by_every_way_a_picture_that_is_too_large_is_refused_in_words(
    way: str, lane: Lane, store: Path, in_this_process: None
) -> None:
    answer = WAYS[way](lane, [("a.png", TOO_LARGE[SMALL_AND_TOO_LARGE]())])
    assert (answer.status_code < 300) if way in LENIENT else (400 <= answer.status_code < 500)
    assert re.search("像素|没有收下|未能", words_of(answer))
    assert Picture.objects.count() == 0
    assert list(store.rglob("*.jpg")) == []


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["portal", "queue"])
def test_fifty_megabytes_are_refused_and_nothing_of_them_stays(way: str, lane: Lane, store: Path) -> None:
    answer = WAYS[way](lane, [("a.jpg", jpeg() + b"\x00" * 50_000_000)])
    assert answer.status_code in {400, 422} and re.search("20 MB|20971520", words_of(answer))
    assert not Case.objects.exists()
    assert [one for one in store.rglob("*") if one.is_file() and one.stat().st_size] == []


@pytest.mark.parametrize("name", FRAMES)
def test_of_many_frames_one_is_drawn(name: str) -> None:
    began = time.monotonic()
    kept = pictures.clean(FRAMES[name]())
    assert (kept.width, kept.height) == (8, 8)
    assert time.monotonic() - began < MOST_SECONDS


@pytest.mark.django_db
def test_a_body_of_a_thousand_parts_is_too_large(lane: Lane) -> None:
    files = {f"file{n}": SimpleUploadedFile("a.jpg", b"x") for n in range(101)}
    answer = Client(raise_request_exception=False).post("/at/zhangjiashan/say/", files)
    assert answer.status_code == 413 and CHINESE.search(answer.content.decode())


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["/at/zhangjiashan/say/", "/console/import/", "/open311/v2/requests.json"])
def test_a_body_beyond_all_measure_is_refused_before_it_is_read(url: str, lane: Lane) -> None:
    upload = {"file": SimpleUploadedFile("a.jpg", b"x")}
    told = str(MOST_BYTES + 1)
    answer = signed_in(lane, "dispatcher").post(url, upload, CONTENT_LENGTH=told)
    assert answer.status_code in {400, 413} and CHINESE.search(words_of(answer))
    assert signed_in(lane, "dispatcher").post(url, upload).status_code != 413


def test_the_laughs_are_a_billion() -> None:
    assert laughs().count(b"&l0;") == 10 and laughs().count(b"<!ENTITY") == 9


def test_heavy_files_are_light_to_send(tables: dict[str, Path]) -> None:
    light: dict[str, Any] = {name: path.stat().st_size for name, path in tables.items()}
    assert [
        name for name, size in light.items() if size < 400_000 and name.startswith(("bomb", "far", "one"))
    ]
