"""The console pages about people: through the door, with the office that keeps them and with others."""

import re
from typing import Any

import pytest
from django.test import Client

from linli.kit.actor import SYSTEM
from linli.people.actions import keep_contact, look_at_contact
from linli.people.actions.rehoming import rehome_post
from linli.people.models import Account, Post
from linli.places.actions.succession import Part, split_area
from tests.lane import MONDAY, Lane

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(lane: Lane) -> Client:
    """The street's dispatcher keeps the people of the street."""
    return signed_in(lane, "dispatcher")


def signed_in(lane: Lane, name: str) -> Client:
    client = Client()
    client.force_login(lane.accounts[name])
    return client


def page(lane: Lane, name: str) -> str:
    return f"/console/people/{lane.accounts[name].pk}/"


@pytest.mark.parametrize("name", ["secretary", "worker", "volunteer", "property", "clerk"])
def test_who_does_not_keep_people_finds_the_door_shut(lane: Lane, name: str) -> None:
    client = signed_in(lane, name)
    for address in (
        "/console/people/",
        "/console/people/new/",
        "/console/people/looks/",
        page(lane, "worker"),
    ):
        assert client.get(address).status_code == 403
    assert client.post(f"{page(lane, 'worker')}stop/", {"words": "x"}).status_code == 403
    assert Account.objects.get(username="worker").is_active


def test_the_list_shows_people_with_their_posts_and_finds_by_part_of_the_name(
    lane: Lane, office: Client
) -> None:
    text = office.get("/console/people/").content.decode()
    assert all(account.name in text for account in lane.accounts.values())
    found = office.get("/console/people/", {"words": "小满"}).content.decode()
    assert "周小满" in found and "柳青禾" not in found
    assert office.get("/console/people/", {"words": "%_'", "after": "nonsense"}).status_code == 200


def test_the_list_needs_as_many_queries_for_ten_people_as_for_forty(
    lane: Lane, office: Client, django_assert_max_num_queries: Any
) -> None:
    from linli.people.actions import open_account

    for n in range(40):
        open_account(lane.areas["village"], by=SYSTEM, at=MONDAY, username=f"p{n:02}", name=f"人{n:02}")
    office.get("/console/people/")
    with django_assert_max_num_queries(9):
        office.get("/console/people/")


def new_person(office: Client, lane: Lane, **more: str) -> Any:
    parts = {"name": "新来的人", "username": "newcomer", "phone": "", "area": str(lane.areas["village"].pk)}
    return office.post("/console/people/new/", {**parts, **more})


def test_a_new_person_gets_a_password_that_is_shown_once_and_opens(lane: Lane, office: Client) -> None:
    shown = new_person(office, lane)
    password = re.search(r'class="code">([\w-]+)<', shown.content.decode())
    assert password and shown.headers["Cache-Control"] == "no-store"
    account = Account.objects.get(username="newcomer")
    assert account.check_password(password[1]) and account.password_is_temporary
    assert password[1] not in office.get(f"/console/people/{account.pk}/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"username": "worker"},
        {"username": "a b"},
        {"name": "\x00"},
        {"phone": "12"},
        {"area": "0"},
        {"area": "x"},
    ],
)
def test_what_cannot_be_opened_comes_back_with_all_that_was_typed(
    lane: Lane, office: Client, wrong: dict[str, str]
) -> None:
    before = Account.objects.count()
    answer = new_person(office, lane, **wrong)
    assert answer.status_code == 422 and Account.objects.count() == before
    if "name" not in wrong:
        assert "新来的人" in answer.content.decode()


def test_an_account_is_not_opened_above_the_areas_that_she_keeps(lane: Lane, office: Client) -> None:
    assert new_person(office, lane, area=str(lane.areas["county"].pk)).status_code == 422


def post_parts(lane: Lane, **more: str) -> dict[str, str]:
    return {"role": "grid_worker", "area": str(lane.areas["grid"].pk), "organisation": "", **more}


def test_a_post_is_given_and_ended_on_the_page_of_the_person(lane: Lane, office: Client) -> None:
    address = page(lane, "volunteer")
    answer = office.post(f"{address}appoint/", post_parts(lane, ends_on="2099-01-01"))
    assert answer.status_code == 302
    post = Post.objects.get(account=lane.accounts["volunteer"], role="grid_worker")
    text = office.get(address).content.decode()
    assert "网格员" in text and "2099-01-01" in text
    assert office.post(f"/console/people/posts/{post.pk}/end/").status_code == 302
    post.refresh_from_db()
    assert post.ends_on == post.starts_on
    assert office.post(f"/console/people/posts/{post.pk}/end/").status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": "king"},
        {"area": "999999"},
        {"ends_on": "yesterday"},
        {"ends_on": "2020-01-01"},
        {"organisation": "0"},
    ],
)
def test_a_post_that_cannot_be_given_is_refused_in_the_open_form(
    lane: Lane, office: Client, wrong: dict[str, str]
) -> None:
    before = Post.objects.count()
    answer = office.post(f"{page(lane, 'volunteer')}appoint/", post_parts(lane, **wrong))
    assert answer.status_code == 422 and Post.objects.count() == before
    assert 'role="alert"' in answer.content.decode()


def test_nobody_appoints_or_stops_herself_and_the_reason_stands_where_the_button_would(
    lane: Lane, office: Client
) -> None:
    own = page(lane, "dispatcher")
    text = office.get(own).content.decode()
    assert "appoint/" not in text and "stop/" not in text and 'class="reason"' in text
    assert office.post(f"{own}appoint/", post_parts(lane)).status_code == 422
    assert office.post(f"{own}stop/", {"words": "x"}).status_code == 422


def test_a_renewed_password_is_shown_once_and_the_old_one_is_gone(lane: Lane, office: Client) -> None:
    account = lane.accounts["worker"]
    text = office.post(f"{page(lane, 'worker')}password/").content.decode()
    password = re.search(r'class="code">([\w-]+)<', text)
    account.refresh_from_db()
    assert password and account.check_password(password[1])


def test_name_second_steps_and_end_of_an_account(lane: Lane, office: Client) -> None:
    address = page(lane, "worker")
    assert office.post(f"{address}rename/", {"name": "周小满满"}).status_code == 302
    assert office.post(f"{address}rename/", {"name": " "}).status_code == 422
    assert office.post(f"{address}factors/", {"words": "手机丢失"}).status_code == 302
    assert office.post(f"{address}factors/", {"words": ""}).status_code == 422
    assert office.post(f"{address}stop/", {"words": "调离"}).status_code == 302
    assert "周小满满" in office.get("/console/people/?stopped=on").content.decode()
    assert "周小满满" not in office.get("/console/people/").content.decode()


def test_a_person_outside_is_not_there(lane: Lane, office: Client) -> None:
    from linli.people.actions import open_account

    foreign = open_account(lane.areas["county"], by=SYSTEM, at=MONDAY, username="county", name="县里的人")
    assert office.get(f"/console/people/{foreign.pk}/").status_code == 404
    assert office.post(f"/console/people/{foreign.pk}/stop/", {"words": "x"}).status_code == 404
    assert "县里的人" not in office.get("/console/people/").content.decode()


def test_the_log_shows_who_looked_and_not_what_was_seen(lane: Lane, office: Client) -> None:
    contact = keep_contact(lane.areas["grid"], by=lane.dispatcher, at=MONDAY, alias="居民甲", name="金丝雀")  # type: ignore[arg-type]
    look_at_contact(contact, by=lane.clerk, at=MONDAY, purpose="other", words="核对门牌")  # type: ignore[arg-type]
    text = office.get("/console/people/looks/").content.decode()
    assert "方且行" in text and "居民甲" in text and "核对门牌" in text and "金丝雀" not in text


def test_posts_that_a_split_left_without_a_place_stand_on_top_until_they_are_placed(
    lane: Lane, office: Client
) -> None:
    assert 'id="lifted"' not in office.get("/console/people/").content.decode()
    rehome_post(lane.post("worker"), lane.areas["group"], on=MONDAY.date(), by=SYSTEM, at=MONDAY, lifted=True)
    split_area(
        lane.areas["grid"],
        parts=[Part("东片", areas=(lane.areas["building"].pk,)), Part("西片")],
        on=MONDAY.date(),
        by=SYSTEM,
        at=MONDAY,
    )
    shown = office.get("/console/people/").content.decode()
    assert re.search(r'id="lifted".*?周小满</a> · 网格员 · 店下组</li>', shown, re.S)
    office.post(f"/console/people/posts/{lane.post('worker').pk}/end/")
    assert 'id="lifted"' not in office.get("/console/people/").content.decode()


def test_a_day_that_is_none_stands_beside_its_field_as_it_was_typed(office: Client, lane: Lane) -> None:
    post = lane.post("worker")
    answer = office.post(f"/console/people/posts/{post.pk}/end/", {"on": "2026-02-30"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="post-{post.pk}-on-error"' in html and 'value="2026-02-30"' in html
    assert re.search(rf"<details open>\s*<summary>[^<]*</summary>\s*<form[^>]*posts/{post.pk}/end/", html)
