"""Whatever is typed on the pages about people: an answer that a person can read, never a fault, and nothing half-done."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from linli.kit.models import Trace
from linli.people.models import Account, Post
from tests.lane import PASSWORD, Lane
from tests.people.test_console import page, post_parts, signed_in
from tests.undoing import taken_back

pytestmark = pytest.mark.django_db

TYPED = "application/x-www-form-urlencoded"
RUBBISH = {
    "nothing": "",
    "blanks": " \u3000\n",
    "NUL": "a\x00b",
    "control": "\x01\x1b[31m",
    "half a surrogate": "\ud800",
    "over-long": "很" * 20_000,
    "over-long digits": "9" * 400,
    "lamp": "🏮" * 40,
    "right to left": "‮محمد‬",
    "Mongolian": "ᠮᠣᠩᠭᠣᠯ",
    "full-width": "１３９００００４８２１",
    "digits of elsewhere": "²٣",
    "negative": "-1",
    "not whole": "1.5",
    "not finite": "nan",
    "huge": "9" * 40,
    "just beyond 64 bits": "9223372036854775808",
    "a day that is none": "2026-02-30",
    "the last day": "9999-12-31",
    "the first day": "0001-01-01",
    "script": "<script>alert(1)</script>",
    "SQL": "' OR 1=1 --",
    "pattern": "%_\\",
    "template": "{{ 7*7 }}{% now %}",
    "JSON": '{"a": [1]}',
}
NEW = {"name": "新来的人", "username": "newcomer", "phone": "13900004821", "area": ""}
FORMS = {
    "new": NEW,
    "appoint": {"role": "", "area": "", "organisation": "", "starts_on": "", "ends_on": "", "sole": ""},
    "end": {"on": ""},
    "rename": {"name": "周小满"},
    "factors": {"words": "丢了"},
    "stop": {"words": "调离"},
    "password": {"nothing": ""},
    "me": {"phone": ""},
    "act as": {"post": ""},
    "login": {"login": "dispatcher", "password": PASSWORD},
    "own password": {"oldpassword": PASSWORD, "password1": "three-brown-lamps", "password2": ""},
}


def address(lane: Lane, form: str) -> str:
    person = page(lane, "worker")
    return {
        "new": "/console/people/new/",
        "appoint": f"{page(lane, 'volunteer')}appoint/",
        "end": f"/console/people/posts/{lane.post('worker').pk}/end/",
        "me": "/accounts/me/",
        "act as": "/accounts/me/post/",
        "login": "/accounts/login/",
        "own password": "/accounts/password/change/",
    }.get(form, f"{person}{form}/")


def good(lane: Lane, form: str) -> dict[str, str]:
    places = {"area": str(lane.areas["grid"].pk), "role": "grid_worker"}
    return {name: places.get(name, value) for name, value in FORMS[form].items()}


def bad_answers(client: Client, url: str, tries: Iterator[tuple[str, dict[str, Any]]]) -> list[str]:
    client.raise_request_exception = False
    found = []
    for what, data in tries:
        with taken_back():
            answer = client.post(url, urlencode(data, doseq=True), TYPED)
            if answer.status_code not in {200, 302, 404, 409, 422, 429}:
                found.append(f"{url} {what}: {answer.status_code}")
    return found


def tries(form: dict[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for field in form:
        for what, value in RUBBISH.items():
            yield f"{field}={what}", {**form, field: value.encode("utf-8", "surrogatepass")}
        yield f"{field} missing", {name: value for name, value in form.items() if name != field}
        yield f"{field} several times", {**form, field: ["a", "b", "1"]}
    for what, value in RUBBISH.items():
        yield f"all={what}", dict.fromkeys(form, value.encode("utf-8", "surrogatepass"))


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_rubbish_in_a_form_gets_an_answer(lane: Lane, form: str, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {}
    client = Client() if form == "login" else signed_in(lane, "dispatcher")
    assert bad_answers(client, address(lane, form), tries(good(lane, form))) == []


def test_rubbish_in_an_address_gets_an_answer(lane: Lane) -> None:
    client = signed_in(lane, "dispatcher")
    client.raise_request_exception = False
    found = []
    for what, value in RUBBISH.items():
        raw = value.encode("utf-8", "surrogatepass")
        for url in ("/console/people/", "/console/people/looks/", "/accounts/me/", "/accounts/login/"):
            sent = {"words": raw, "after": raw, "stopped": raw, "next": raw, "area": raw}
            if client.get(url, sent).status_code not in {200, 302, 400}:
                found.append(f"{url} {what} {client.get(url, sent).status_code}")
    assert found == []


@pytest.mark.parametrize(
    "pk", ["0", "00", "-1", "9223372036854775807", "9223372036854775808", "9" * 400, "x", "²"]
)
def test_a_person_or_post_of_no_such_number_is_not_there(lane: Lane, pk: str) -> None:
    client = signed_in(lane, "dispatcher")
    assert client.get(f"/console/people/{pk}/").status_code == 404
    assert client.post(f"/console/people/{pk}/stop/", {"words": "x"}).status_code == 404
    assert client.post(f"/console/people/posts/{pk}/end/").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts_on": "0001-01-01"},
        {"starts_on": "9999-12-31"},
        {"ends_on": "9999-12-31"},
        {"title": "x" * 900},
    ],
)
def test_days_at_the_ends_of_the_calendar_neither_break_the_form_nor_the_pages_after(
    lane: Lane, wrong: dict[str, str]
) -> None:
    client = signed_in(lane, "dispatcher")
    address = page(lane, "volunteer")
    assert client.post(f"{address}appoint/", post_parts(lane, **wrong)).status_code in {302, 422}
    for url in (address, "/console/people/", "/console/people/looks/"):
        assert client.get(url).status_code == 200


def test_rubbish_changes_nothing(lane: Lane) -> None:
    client = signed_in(lane, "dispatcher")
    before = (Account.objects.count(), Post.objects.count(), Trace.objects.count())
    for raw in (RUBBISH["over-long"], RUBBISH["over-long digits"]):
        for form in ("new", "appoint", "end", "rename", "factors", "stop"):
            client.post(address(lane, form), urlencode(dict.fromkeys(FORMS[form], raw)), TYPED)
    assert (Account.objects.count(), Post.objects.count(), Trace.objects.count()) == before
