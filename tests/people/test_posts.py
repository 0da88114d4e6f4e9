from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from linli.governance.reads import forget
from linli.kit.actor import SYSTEM
from linli.kit.answer import Refused
from linli.kit.models import Trace
from linli.people.actions import appoint, end_post
from linli.people.actors import actor_for, explain_roles_with
from linli.people.models import Account, Post
from linli.people.reads import account_list, account_page, areas_kept_by, holders, posts_above, posts_inside
from linli.people.rules import role_fits
from tests.kit.crowd import at_once
from tests.lane import Lane
from tests.people import street
from tests.people.street import AT, DAY, LONG_AGO, Street, account, later

TOMORROW = DAY + timedelta(days=1)


@pytest.fixture
def li(here: Street) -> Account:
    return account("li", here.west)


def given(here: Street, who: Account, **more: Any) -> Post:
    return appoint(who, **{"by": here.keeper, "at": AT, "role": "grid_worker", "area": here.west, **more})


def test_a_post_is_given_by_who_keeps_people_there_and_by_nobody_else(here: Street, li: Account) -> None:
    for other in (here.desk, here.worker, here.nobody):
        with pytest.raises(Refused):
            given(here, li, by=other)
    with pytest.raises(Refused):
        given(here, li, by=here.western, area=here.east)
    post = given(here, li, by=here.western, organisation=here.branch, title="网格员")
    assert (post.account, post.area_path, post.starts_on, post.ends_on) == (li, here.west.path, DAY, None)
    trace = Trace.objects.filter(name="post.appointed").latest("pk")
    assert trace.record_id == post.pk and trace.facts["role"] == "grid_worker"


def test_an_organisation_of_another_area_gives_no_post_here(here: Street, li: Account) -> None:
    with pytest.raises(Refused):
        given(here, li, area=here.east, organisation=here.branch)
    assert given(here, li, area=here.street, organisation=here.branch).pk


def test_the_same_post_is_not_given_twice_at_a_time(here: Street, li: Account) -> None:
    first = given(here, li, ends_on=TOMORROW)
    with pytest.raises(Refused):
        given(here, li)
    assert given(here, li, starts_on=TOMORROW).pk != first.pk


def test_a_sole_post_passes_from_one_to_the_next_without_overlap(here: Street, li: Account) -> None:
    wang = account("wang", here.west)
    first = given(here, li, role="secretary", sole=True)
    with pytest.raises(Refused) as refused:
        given(here, wang, role="secretary", sole=True)
    assert li.name in str(refused.value.sentence)
    assert given(here, wang, role="secretary", area=here.east, sole=True).pk
    end_post(first, by=here.keeper, at=AT, on=TOMORROW)
    assert given(here, wang, role="secretary", sole=True, starts_on=TOMORROW).pk


def test_the_database_itself_refuses_a_second_open_sole_post(here: Street, li: Account) -> None:
    given(here, li, role="secretary", sole=True)
    twin = Post(
        account=account("wang", here.west), role="secretary", area=here.west, area_path=here.west.path
    )
    twin.sole, twin.starts_on = True, DAY
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_a_post_ends_on_its_day_and_not_twice(here: Street, li: Account) -> None:
    post = given(here, li)
    with pytest.raises(Refused):
        end_post(post, by=here.worker, at=AT)
    with pytest.raises(Refused):
        end_post(post, by=here.keeper, at=AT, on=DAY - timedelta(days=1))
    assert end_post(post, by=here.keeper, at=AT).ends_on == DAY
    with pytest.raises(Refused):
        end_post(post, by=here.keeper, at=AT)


def test_authority_comes_from_posts_held_today_and_goes_with_the_next_request(
    here: Street, li: Account
) -> None:
    assert actor_for(li, AT).posts == ()
    post = given(here, li, organisation=here.branch, ends_on=DAY + timedelta(days=7))
    assert [held.id for held in actor_for(li, AT).posts] == [post.pk]
    assert actor_for(li, AT).serves(here.west.path) and not actor_for(li, AT).serves(here.east.path)
    assert actor_for(li, later(days=-1)).posts == () and actor_for(li, later(days=7)).posts == ()
    end_post(post, by=here.keeper, at=AT)
    assert actor_for(li, AT).posts == ()


def test_a_day_begins_at_midnight_in_shanghai(here: Street, li: Account) -> None:
    given(here, li, starts_on=TOMORROW)
    assert not actor_for(li, later(hours=13, minutes=59)).posts
    assert actor_for(li, later(hours=14)).posts


def test_the_rule_book_says_how_a_role_is_called_and_what_it_may(
    here: Street, li: Account, monkeypatch: Any
) -> None:
    monkeypatch.setattr("linli.people.actors._explain", None)
    explain_roles_with(lambda role, path: ("网格员", frozenset({"contact"})))
    given(here, li)
    given(here, li, role="mediator", title="金牌调解员")
    actor = actor_for(li, AT)
    assert sorted(post.role_name for post in actor.posts) == ["网格员", "金牌调解员"]
    assert actor.has_right("contact", here.west.path) and not actor.has_right("people")


def test_an_actor_costs_one_query(
    here: Street, li: Account, monkeypatch: Any, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr("linli.people.actors._explain", lambda role, path: (role, frozenset()))
    for role in ("grid_worker", "mediator", "secretary"):
        given(here, li, role=role, organisation=here.branch)
    with django_assert_num_queries(1):
        assert len(actor_for(li, AT).posts) == 3


def test_the_nearest_holder_above_answers(here: Street, li: Account, django_assert_num_queries: Any) -> None:
    wang = account("wang", here.street)
    given(here, wang, role="duty", area=here.street)
    below = here.west.path + "00009/"
    with django_assert_num_queries(1):
        assert [post.account for post in holders("duty", below, DAY)] == [wang]
    given(here, li, role="duty", ends_on=TOMORROW)
    assert [post.account for post in holders("duty", below, DAY)] == [li]
    assert [post.account for post in holders("duty", below, TOMORROW)] == [wang]
    assert [post.account for post in posts_above(below, DAY, ["duty"])] == [li, wang]
    assert [post.account for post in holders("duty", here.east.path, DAY)] == [wang]
    assert holders("nothing", below, DAY) == []


def test_posts_below_an_area_are_found_with_it(here: Street, li: Account) -> None:
    given(here, li)
    given(here, account("wang", here.east), area=here.east)
    assert {post.area for post in posts_inside(here.street.path, DAY)} == {here.street, here.west, here.east}
    assert [post.area for post in posts_inside(here.west.path, DAY, ["grid_worker"])] == [here.west]


def test_posts_are_visible_inside_the_areas_served(here: Street, li: Account) -> None:
    mine, theirs = given(here, li), given(here, account("wang", here.east), area=here.east)
    posts = Post.objects.of_role("grid_worker")
    assert set(posts.visible_to(here.worker)) == {mine}
    assert set(posts.visible_to(here.keeper)) == {mine, theirs} == set(posts.visible_to(SYSTEM))
    assert not Post.objects.visible_to(here.nobody).exists()


def test_the_list_of_accounts_pages_by_name_with_posts_in_two_queries(
    here: Street, django_assert_num_queries: Any
) -> None:
    people = [account(f"person{n:02}", here.west) for n in range(12)]
    given(here, people[0])
    with django_assert_num_queries(2):
        first = account_list(here.western, DAY, words="person", size=10)
    rest = account_list(here.western, DAY, words="person", size=10, cursor=first.page.after)
    assert [line.account for line in first.lines + rest.lines] == people
    assert [post.role for post in first.lines[0].posts] == ["grid_worker"]
    assert account_list(here.desk, DAY, words="person").lines == ()


def test_one_person_is_shown_with_posts_of_now_before_and_to_come(here: Street, li: Account) -> None:
    given(here, li, role="old", starts_on=LONG_AGO, ends_on=date(2021, 1, 1))
    given(here, li, role="now")
    given(here, li, role="next", starts_on=TOMORROW)
    shown = account_page(li, DAY)
    assert [[post.role for post in part] for part in (shown.current, shown.coming, shown.past)] == [
        ["now"],
        ["next"],
        ["old"],
    ]


def test_areas_kept_leave_out_those_inside_another(here: Street) -> None:
    assert areas_kept_by(here.keeper) == [here.street.path]
    assert areas_kept_by(here.desk) == []


@pytest.mark.django_db(transaction=True)
def test_of_many_who_fill_a_sole_post_at_once_one_does() -> None:
    forget()
    here = street.build()
    people = [account(f"person{n}", here.west) for n in range(8)]

    def fill(number: int) -> bool:
        try:
            given(here, people[number], role="secretary", sole=True)
        except Refused:
            return False
        return True

    assert sorted(at_once(len(people), fill)) == [False] * 7 + [True]
    assert Post.objects.of_role("secretary").count() == 1


def test_a_post_fits_the_level_of_its_area(lane: Lane) -> None:
    for role, area, fits in (
        ("grid_worker", "grid", True),
        ("grid_worker", "village", False),
        ("grid_worker", "building", False),
        ("village_secretary", "street", False),
        ("street_clerk", "street", True),
        ("street_clerk", "county", True),  # no rule book holds there
        ("unknown", "village", True),  # gives nothing
    ):
        assert role_fits(role, lane.areas[area]).ok == fits, (role, area)


def test_a_post_that_does_not_fit_is_refused_with_both_levels_named(lane: Lane) -> None:
    with pytest.raises(Refused) as refused:
        appoint(lane.accounts["helper"], by=SYSTEM, at=AT, role="grid_worker", area=lane.areas["village"])
    sentence = str(refused.value.sentence)
    assert "网格员" in sentence and "网格" in sentence and "村（社区）" in sentence
    assert appoint(lane.accounts["helper"], by=SYSTEM, at=AT, role="grid_worker", area=lane.areas["grid"]).pk
