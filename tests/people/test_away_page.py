"""The page on which leave is noted and ended, on a telephone as at a desk."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import travel

from linli.people.models import Absence
from tests.lane import Lane, hours

TODAY = hours(0).date()
PAGE = "/accounts/me/away/"


@pytest.fixture
def enter(lane: Lane):
    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(lane.accounts[name])
        return client

    with travel(hours(1), tick=False):
        yield sign_in


def typed(stand_in: str = "", back: int = 5) -> dict[str, str]:
    return {
        "starts_on": TODAY.isoformat(),
        "ends_on": (TODAY + timedelta(days=back)).isoformat(),
        "stand_in": stand_in,
    }


def test_she_notes_it_for_herself_and_ends_it(lane: Lane, enter) -> None:
    worker, post = enter("worker"), lane.post("worker")
    assert "不用写原因" in worker.get(PAGE).content.decode()
    sent = worker.post(reverse("people_note_absence", args=[post.pk]), typed(str(lane.post("committee").pk)))
    assert sent.status_code == 302
    absence = Absence.objects.get()
    assert (absence.post, absence.stand_in) == (post, lane.post("committee"))
    for name in ("worker", "committee", "secretary"):
        assert lane.accounts["worker"].name in enter(name).get(PAGE).content.decode(), name
    assert "代周小满" in enter("committee").get("/field/mine/").content.decode()
    worker.post(reverse("people_end_absence", args=[absence.pk]))
    assert Absence.objects.get().ends_on == TODAY


def test_refused_what_was_typed_stays(lane: Lane, enter) -> None:
    answer = enter("worker").post(
        reverse("people_note_absence", args=[lane.post("worker").pk]), typed(back=0)
    )
    assert answer.status_code == 422
    assert TODAY.isoformat() in answer.content.decode() and "之后" in answer.content.decode()


def test_the_office_notes_it_for_her_from_the_page_of_the_person(lane: Lane, enter) -> None:
    post = lane.post("worker")
    page = enter("dispatcher").get(f"{PAGE}?post={post.pk}").content.decode()
    assert "周小满" in page and reverse("people_note_absence", args=[post.pk]) in page
    sent = enter("dispatcher").post(reverse("people_note_absence", args=[post.pk]), typed())
    assert sent.status_code == 302 and Absence.objects.get().stand_in is None
    assert "没有人代" in enter("dispatcher").get("/console/duties/").content.decode()


def test_nobody_else_does(lane: Lane, enter) -> None:
    for name in ("volunteer", "neighbour"):
        answer = enter(name).post(reverse("people_note_absence", args=[lane.post("secretary").pk]), typed())
        assert answer.status_code in {404, 422}, name
    assert not Absence.objects.exists()


def test_the_page_costs_the_same_for_many(lane: Lane, enter, django_assert_max_num_queries) -> None:
    client = enter("worker")
    client.post(reverse("people_note_absence", args=[lane.post("worker").pk]), typed())
    client.get(PAGE)
    with django_assert_max_num_queries(9):
        client.get(PAGE)
