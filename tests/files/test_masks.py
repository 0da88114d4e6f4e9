"""Files that pretend: a picture that is a script as well, a page named .jpg, a name that leads out of its folder.

None runs, none leaves its folder, and whatever is handed out again has a type that we chose.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from linli.cases.actions.intake import reply
from linli.cases.actions.projects import show_picture
from linli.cases.actions.publishing import publish
from linli.cases.models import Case, Picture, Publication
from linli.cases.pictures import clean
from linli.cases.uploads import STORED
from linli.kit.importing import store as tables_store
from linli.kit.models import ImportBatch
from tests.cases.photos import NO_PICTURE, TALKING, jpeg, zipped
from tests.files.ways import LENIENT, WAYS, Upload, signed_in, with_code
from tests.importing.sheets import HEADINGS, message, text_table
from tests.lane import Lane, hours
from tests.world import read

# What is a picture besides: kept as the pixels that it shows, and nothing else.
TWO_FACED = {
    "GIF and script": TALKING["GIF with a script"],
    "JPEG and page": TALKING["JPEG with a page"],
    "JPEG and archive": TALKING["JPEG with an archive"],
    "JPEG and Java archive": lambda: jpeg(comment=b"*/ function(){}/*") + zipped(b"Main-Class: x"),
}
PAGE = b"<!DOCTYPE html><script>document.title='run'</script>"
NONE: dict[str, bytes] = {
    "PDF and page": b"%PDF-1.7\n"
    + PAGE
    + b"\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj",
    "SVG with a script": NO_PICTURE["SVG with a script"](),
    "page": PAGE,
    "BMP head and script": b"BM=1;/*" + b"\x00" * 60 + b"*/alert(1)",
    "page behind the head of a JPEG": b"\xff\xd8\xff\xe0" + PAGE,
}
NAMES = {
    "two endings": "lamp.jpg.html",
    "from right to left": "lamp\u202egpj.html.jpg",
    "up and away": "../../../../tmp/linli-out.jpg",
    "up as Windows says it": "..\\..\\linli-out.jpg",
    "from the root": "/tmp/linli-out.jpg",  # noqa: S108
    "NUL": "lamp.html\x00.jpg",
    "three hundred letters": "灯" * 300 + ".jpg",
    "markup": "<img src=x onerror=alert(1)>.jpg",
    "a header": 'lamp.jpg"\r\nContent-Type: text/html\r\n\r\n<script>',
    "nothing": ".",
}
OUT = Path("/tmp/linli-out.jpg")  # noqa: S108  where such a name would lead


def kept(store: Path) -> list[Path]:
    return [path for path in store.parent.rglob("*") if path.is_file()]


def assert_only_our_names(store: Path) -> None:
    """Everything lies where its digest says, in the folder for files and in no other."""
    for path in kept(store):
        inside = path.relative_to(store)
        piece = inside.parts[0] == "uploads" and re.fullmatch(r"[0-9a-f]{32}(\.picture)?", path.name)
        assert piece or (STORED.fullmatch(path.name) and inside.parts[0] == path.name[:2]), inside
    assert not OUT.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS)
def test_a_name_leads_nowhere_and_is_not_kept(
    way: str, lane: Lane, store: Path, in_this_process: None
) -> None:
    named = list(NAMES.values())
    for some in (named[:5], named[5:]):
        answer = WAYS[way](lane, [(name, jpeg()) for name in some])
        assert answer.status_code < 400, answer.content.decode()[:300]
    assert_only_our_names(store)
    assert Picture.objects.count() == 2
    assert [
        text for text in texts_of_the_database() if re.search("linli-out|onerror=|\u202e|灯{40}", text)
    ] == []


def texts_of_the_database() -> Iterator[str]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("cases_", "kit_", "people_")):
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
                yield from (
                    str(value) for row in cursor.fetchall() for value in row if isinstance(value, str)
                )


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS)
def test_of_a_picture_with_a_second_face_only_the_picture_is_kept(
    way: str, lane: Lane, store: Path, in_this_process: None
) -> None:
    answer = WAYS[way](lane, [(f"{name}.html", take()) for name, take in TWO_FACED.items()])
    assert answer.status_code < 400
    stored = [path for path in kept(store) if path.suffix == ".jpg"]
    assert len(stored) >= 2
    for path in stored:
        content = path.read_bytes()
        assert content.startswith(b"\xff\xd8\xff") and content.endswith(b"\xff\xd9")
        assert not re.search(rb"script|alert|html|PK\x03\x04", content)
    assert_only_our_names(store)


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS)
def test_what_only_bears_the_name_of_a_picture_is_refused(
    way: str, lane: Lane, store: Path, in_this_process: None
) -> None:
    for name, content in NONE.items():
        answer = WAYS[way](lane, [("photo.jpg", content)])
        assert (answer.status_code < 300) if way in LENIENT else (400 <= answer.status_code < 500), name
    assert Picture.objects.count() == 0
    assert [path for path in kept(store) if path.suffix == ".jpg"] == []


# --- handed out again ---


@pytest.fixture
def published(lane: Lane, in_this_process: None) -> Publication:
    case, row = lane.case(), clean(TWO_FACED["GIF and script"]())
    reply(case, "看图。", by=lane.resident(case), at=hours(0.5), pictures=(row,))
    lane.bring(case, "closed")
    return publish(
        case,
        title="灯",
        problem="灯不亮。",
        result="亮了。",
        pictures={row.digest: ""},
        by=lane.secretary,
        at=hours(8),
    )


def addresses(case: Case, publication: Publication) -> dict[str, Client]:
    """Each address of the picture, with somebody who may open it."""
    digest, shown = Picture.objects.get(case=case).digest, publication.pictures.get()
    return {
        f"/at/zhangjiashan/board/{publication.pk}/picture/{shown.pk}/": Client(),
        f"/c/{case.number}/picture/{digest}/": with_code(case),
    }


def inside(lane: Lane, case: Case) -> dict[str, Client]:
    digest, office = Picture.objects.get(case=case).digest, signed_in(lane, "dispatcher")
    return {
        f"/console/cases/{case.number}/picture/{digest}/": office,
        f"/field/cases/{case.number}/pictures/{digest}/": signed_in(lane, "worker"),
    }


def assert_harmless(answer: Any, url: str) -> None:
    assert answer.status_code == 200, url
    assert answer["Content-Type"] == "image/jpeg", url
    assert answer["X-Content-Type-Options"] == "nosniff", url
    attached = answer.get("Content-Disposition", "").startswith("attachment")
    assert attached or "sandbox" in answer["Content-Security-Policy"], url
    assert not re.search(r"[^ -~]", answer.get("Content-Disposition", "")), url
    read(answer)


@pytest.mark.django_db
@pytest.mark.parametrize("small", ["", "?small"])
def test_a_picture_is_handed_out_as_a_picture_that_runs_nothing(
    small: str, lane: Lane, published: Publication
) -> None:
    case = published.case
    for url, client in {**addresses(case, published), **inside(lane, case)}.items():
        assert_harmless(client.get(url + small), url)


@pytest.mark.django_db
def test_so_it_is_on_the_page_of_a_project(lane: Lane, in_this_process: None) -> None:
    from linli.cases.verbs import ACTIONS

    case, row = lane.case(kind="project"), clean(jpeg())
    reply(case, "看图。", by=lane.resident(case), at=hours(0.5), pictures=(row,))
    if case.stage == "raised":
        case = ACTIONS["register"](case, by=lane.secretary, at=hours(1))
    case = ACTIONS["triage"](case, by=lane.secretary, at=hours(1), category="04.lamp", title="路灯")
    line = ACTIONS["enlist"](
        case, by=lane.secretary, at=hours(2), onto="projects", title="路灯", wanted="装灯。"
    )
    show_picture(Picture.objects.get(case=case), by=lane.secretary, at=hours(3))
    url = f"/at/zhangjiashan/lists/projects/{line.pk}/picture/{row.digest}/"
    assert_harmless(Client().get(url), url)


@pytest.mark.django_db
def test_what_waits_in_pieces_has_no_address(lane: Lane, store: Path) -> None:
    """The one place that keeps bytes as they came."""
    piece = "0f" * 16
    (store / "uploads").mkdir(parents=True)
    (store / "uploads" / piece).write_bytes(PAGE)
    tried = [
        f"/{beginning}uploads/{piece}"
        for beginning in ("", "files/", "media/", "static/", "at/zhangjiashan/")
    ]
    tried += [f"/static/..%2f..%2ffiles/uploads/{piece}", f"/at/zhangjiashan/uploads/{piece}/"]
    assert {Client().get(url).status_code for url in tried} <= {404, 405}


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_a_table_under_such_a_name_is_shown_and_handed_out_without_harm(
    name: str, lane: Lane, tmp_path: Path, store: Path
) -> None:
    table = text_table(tmp_path / "files-of-the-test.csv", [HEADINGS, message(1)]).read_bytes()
    (tmp_path / "files-of-the-test.csv").unlink()
    office = signed_in(lane, "dispatcher")
    sent = {"kind": "cases", "place": lane.areas["street"].path, "file": Upload(NAMES[name], table)}
    answer = office.post("/console/import/", sent)
    if name == "nothing":
        assert answer.status_code == 422
        return
    batch = ImportBatch.objects.get()
    assert answer.status_code == 302 and len(batch.file_name) <= 200
    assert [path.name for path in kept(store)] == ["original"] and not OUT.exists()
    page = office.get(f"/console/import/{batch.pk}/").content.decode()
    assert "<img src=x" not in page and "\u202e" not in page
    tables_store.copy_with_faults(batch.token).write_bytes(b"PK")
    told = office.get(f"/console/import/{batch.pk}/faults.xlsx")
    disposition = told["Content-Disposition"]
    assert disposition.startswith("attachment;") and not re.search(
        r"[^ -~]|\.\.|/", disposition.partition("''")[2]
    )
    assert told["X-Content-Type-Options"] == "nosniff" and "sandbox" in told["Content-Security-Policy"]
    read(told)


@pytest.mark.django_db
def test_a_view_that_hands_out_what_came_would_be_found(published: Publication) -> None:
    """Planted: the type that the sender named, and no sandbox."""
    answer = Client().get(next(iter(addresses(published.case, published))))
    read(answer)
    for header, wrong in {
        "Content-Type": "text/html",
        "Content-Security-Policy": "default-src 'self'",
    }.items():
        right = answer[header]
        answer[header] = wrong
        with pytest.raises(AssertionError):
            assert_harmless(answer, "")
        answer[header] = right
    assert_harmless(answer, "")


AS_A_SCRIPT = """url => new Promise(tell => {
    const script = document.createElement("script");
    script.onload = () => tell("run");
    script.onerror = () => tell("refused");
    script.src = url;
    document.head.append(script);
})"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_no_browser_runs_it(browser: Any, live_server: Any, lane: Lane, published: Publication) -> None:
    """Opened by itself it is a picture; named as the script of one of our own pages it is refused."""
    url = next(iter(addresses(published.case, published)))
    page = browser.new_page(base_url=live_server.url)
    page.goto(url)
    assert page.evaluate("document.contentType") == "image/jpeg"
    page.goto("/at/zhangjiashan/board/")
    loaded = page.evaluate(AS_A_SCRIPT, url)
    page.close()
    assert loaded == "refused"
