"""What stands in another street cannot be told from any answer: two worlds, one with it and one without, read the same.

The same questions are asked twice: before and after words that stand nowhere else were written into every text of the
other street. Every run asks a part, drawn by a seed that it prints (LINLI_SEED repeats it); LINLI_THOROUGH=1 asks all,
with 500 words.
"""

import io
import os
import random
import re
from collections.abc import Iterator
from copy import copy
from pathlib import Path
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
import time_machine
from django.test import Client

from linli.cases.actions import indexing
from linli.cases.columns import COLUMNS, ORDERS
from linli.cases.models import Answer, Case, Export, ListLine, SavedView, Words
from linli.kit.doors import doors
from linli.people.models import Account, Post
from linli.places.models import Address, Organisation
from tests.canary.identities import LETTERS
from tests.lane import Lane, hours
from tests.test_permissions import visitors
from tests.world import World, address, in_every_stage, read, settle, undone

THOROUGH = bool(os.environ.get("LINLI_THOROUGH"))
SEED = int(os.environ.get("LINLI_SEED", "0")) or random.randrange(10**9)
NUMBER = 500 if THOROUGH else 40
OFFICE = ("secretary", "dispatcher")
ROLES = ("anonymous", "resident", "volunteer", "property", "worker", *OFFICE) if THOROUGH else OFFICE
ROUTES = 1000 if THOROUGH else 20
# What differs between two readings of one page: the marks of a form, and keys made for one sending.
PASSING = re.compile(
    r'csrfmiddlewaretoken" value="[^"]*"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|"[A-Za-z0-9_-]{32,}"|nonce-[^\'"]+'
)
LEAVES = ("accounts/", "static/", "livez", "readyz")

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
Answers = dict[tuple[str, str], str]


@pytest.fixture
def world(lane: Lane, tmp_path: Path, settings: Any) -> Iterator[World]:
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(hours(10), tick=False):
        yield in_every_stage(settle(lane))


def canary_words(number: int) -> list[str]:
    """No two alike."""
    chance, found = random.Random(SEED), dict[str, None]()
    while len(found) < number:
        found["".join(chance.sample(LETTERS, 4))] = None
    return list(found)


def plant(world: World, words: list[str]) -> None:
    """Each word in cases, answers, lists, addresses, units, people and saved views of the other street."""
    theirs = Case.objects.get(number=world.theirs["number"])
    line, view = ListLine.objects.get(pk=world.theirs["line"]), SavedView.objects.get(pk=world.theirs["view"])
    unit, person = (
        Organisation.objects.get(pk=world.theirs["unit"]),
        Account.objects.get(pk=world.theirs["person"]),
    )
    home, post = Address.objects.get(pk=world.theirs["building"]), Post.objects.get(pk=world.theirs["post"])
    for n, word in enumerate(words):
        office = again(unit, name=f"{word}公司")
        who = again(person, name=word[:2], username=f"canary{n}", uid=uuid4())
        again(post, account=who, organisation=office)
        again(home, road=f"{word}路", number=str(n))
        again(view, name=word, query=f"words={word}")
        case = again(theirs, number=f"2603-C{n:05}", title=word, place_words=f"{word}旁", stage="working", source_key=None,
                     holder_organisation=office, category="04.lamp", due_at=hours(1 + n % 7), raised_at=hours(n % 9))  # fmt: skip
        Words.objects.create(case=case, text=f"{word}坏了，路灯不亮", said_at=hours(0))
        Answer.objects.create(case=case, round=1, text=f"{word}修好了", end_state="solved", at=hours(3))
        again(line, case=case, title=word, wanted=f"要{word}", public=False)
        indexing.index(case)


def again(row: Any, **changed: Any) -> Any:
    """One more row like this, stored without any action."""
    one = copy(row)
    one._state = copy(row._state)
    one._state.fields_cache, one._state.adding, one.pk = {}, True, None
    for name, value in changed.items():
        setattr(one, name, value)
    one.save_base(force_insert=True)
    return one


def questions(world: World, words: list[str]) -> list[str]:
    """Searches, lists in every order, facets, sums and whatever else an address can ask."""
    chance = random.Random(SEED)
    pages = [address(route, world.ours) for route, _view in doors() if not route.startswith(LEAVES)]
    asked = [f"/console/cases/?{one}" for one in (
        *(f"sort={order}&stage=open" for order in ORDERS),
        *(f"columns={column}&sort=due" for column in COLUMNS),
        *("late=on", "stage=working", "category=04", "narrow=1", "urged=on", "answered=any", "verdict=any", "rung=1"),
    )]  # fmt: skip
    asked += [
        "/console/search/?words=路灯",
        "/api/v1/cases?limit=100",
        "/api/v1/cases?late=true",
        "/console/rates/",
        "/console/",
    ]
    for word in words:
        asked += [f"/console/search/?words={word}", f"/console/cases/?words={word}"]
        asked += [f"/console/search/?words={word[:2]}", f"/console/lists/needs/?words={word}"]
    number = ROUTES if THOROUGH else min(ROUTES, len(pages))
    return [
        *dict.fromkeys(
            [
                *chance.sample(pages, min(number, len(pages))),
                *chance.sample(asked, min(len(asked), 2 * number)),
            ]
        )
    ]


def answers(people: dict[str, Client], asked: list[str]) -> Answers:
    found: Answers = {}
    for role, client in people.items():
        for url in asked:
            answer = undone(client, lambda client=client, url=url: client.get(url))
            text = answer.content.decode("utf-8", "replace") if not answer.streaming else read(answer).hex()
            found[role, url] = f"{answer.status_code}\n{PASSING.sub('', text)}"
    return found


def sheets(people: dict[str, Client]) -> Answers:
    """The rows of the sheets; the first line tells whose copy it is."""
    found: Answers = {}
    for role in ("dispatcher",):
        for query in ("", "sort=due", "stage=working"):

            def taken(role: str = role, query: str = query) -> Any:
                people[role].post(
                    "/console/cases/export/", {"query": query, "form": "xlsx", "reason": "月报"}
                )
                last = Export.objects.filter(account__username=role).latest("pk")
                sheet = read(people[role].get(f"/console/cases/exports/{last.pk}/sheet/"))
                rows = openpyxl.load_workbook(io.BytesIO(sheet)).active.iter_rows(min_row=2, values_only=True)
                found[role, f"sheet {query}"] = "\n".join(map(str, rows))
                return people[role].get("/livez")

            undone(people[role], taken)
    return found


def differences(one: Answers, other: Answers) -> list[tuple[str, str]]:
    return [asked for asked in one if one[asked] != other[asked]]


def test_the_other_street_cannot_be_told_from_any_answer(world: World) -> None:
    print(f"seed {SEED}")
    words, people = canary_words(NUMBER), visitors(world, ROLES)
    asked = questions(world, words)
    before = {**answers(people, asked), **sheets(people)}
    plant(world, words)
    after = {**answers(people, asked), **sheets(people)}
    told = [
        (asked, word)
        for asked, text in after.items()
        for word in words
        if word in text and word not in asked[1]
    ]
    print(f"{len(words)} words in {len(words) * 9} texts, {len(after)} answers compared, {len(ROLES)} roles")
    assert told == []
    assert differences(before, after) == []
    assert len([text for text in before.values() if text.startswith("200")]) > len(before) // 3


def test_the_words_are_there_for_who_serves_there(world: World) -> None:
    words = canary_words(3)
    plant(world, words)
    client = visitors(world, ("elsewhere",))["elsewhere"]
    for word in words:
        assert word in client.get(f"/console/search/?words={word}").content.decode().replace(
            f'value="{word}"', ""
        )
        assert client.get(f"/console/cases/?words={word}").context["total"].number == 1


def test_a_count_that_reaches_too_far_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the other street is shown, and the number above the list still tells that it is there."""
    from linli.console.cases import pages

    right = pages.counted
    monkeypatch.setattr(pages, "counted", lambda rows: right(Case.objects.all()))
    people, asked = visitors(world, OFFICE), ["/console/cases/"]
    before = answers(people, asked)
    plant(world, canary_words(3))
    assert differences(before, answers(people, asked)) == [(role, asked[0]) for role in OFFICE]


@pytest.mark.parametrize(
    "url",
    ["/api/v1/cases?contact__name__startswith=a", "/api/v1/cases?stage=open&said=a", "/api/v1/areas?path__gt=0",
     "/api/v1/published?case__contact=1", "/console/cases/?contact__phone=1", "/console/cases/?stage=open&raised_by=3"],
)  # fmt: skip
def test_a_filter_that_is_none_is_refused_and_not_passed_over(world: World, url: str) -> None:
    client = visitors(world, ("dispatcher",))["dispatcher"]
    answer = client.get(url)
    assert answer.status_code == 400
    assert re.split(r"[?&=]", url)[-2] in answer.content.decode()
    good = {"query": "raised_by=3", "form": "xlsx", "reason": "月报"}
    assert client.post("/console/cases/export/", good).status_code == 400
