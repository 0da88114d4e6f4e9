"""The rules about people, as tables. No database."""

from datetime import date

import pytest

from linli.kit.actor import SYSTEM, Actor, HeldPost
from linli.people import rules
from linli.people.models import Account, Consent, Contact, Look, Post
from linli.people.sealed import normal_phone
from linli.places.models import Area

WEST, EAST, STREET = (Area(pk=n, path=p) for n, p in ((2, "1/2/"), (3, "1/3/"), (1, "1/")))


def actor(path: str, *rights: str, pk: int = 1) -> Actor:
    return Actor("staff", pk, "Wang", (HeldPost(1, "r", 1, path, rights=frozenset(rights)),))


def account(pk: int = 9, path: str = "1/2/", *, active: bool = True) -> Account:
    return Account(pk=pk, name="Li", area_path=path, is_active=active)


@pytest.mark.parametrize(
    ("who", "may"),
    [
        (actor("1/", "people"), True),
        (actor("1/2/", "people"), True),
        (actor("1/3/", "people"), False),
        (actor("1/2/5/", "people"), False),
        (actor("1/2/", "contact"), False),
        (Actor("anonymous"), False),
        (SYSTEM, True),
    ],
)
def test_accounts_are_kept_by_posts_with_the_right_at_or_above_their_area(who: Actor, may: bool) -> None:
    assert rules.can_open_account(who, WEST).ok is may
    assert rules.can_keep(who, account()).ok is may
    assert rules.can_appoint(who, account(), WEST).ok is may
    assert rules.can_end_post(who, Post(area_path="1/2/")).ok is may


def test_nobody_appoints_or_stops_herself() -> None:
    keeper = actor("1/", "people", pk=9)
    assert not rules.can_appoint(keeper, account(9), WEST)
    assert not rules.can_stop_account(keeper, account(9))
    assert rules.can_appoint(keeper, account(8), WEST) and rules.can_stop_account(keeper, account(8))


def test_everybody_renames_herself_and_only_keepers_rename_others() -> None:
    assert rules.can_rename(actor("1/3/", pk=9), account(9))
    assert not rules.can_rename(actor("1/3/", pk=8), account(9))


def test_a_stopped_account_gets_no_post() -> None:
    assert not rules.can_appoint(actor("1/", "people"), account(active=False), WEST)


@pytest.mark.parametrize(
    ("sole", "other", "free"),
    [
        (True, None, True),
        (True, Post(account=account(5), sole=True), False),
        (False, Post(account=account(5), sole=True), False),
        (True, Post(account=account(5), sole=False), False),
        (False, Post(account=account(5), sole=False), True),
        (False, Post(account=account(9), sole=False), False),
    ],
)
def test_a_post_for_one_person_only_is_held_by_one_at_a_time(
    sole: bool, other: Post | None, free: bool
) -> None:
    assert rules.post_is_free(account(9), sole, [other] if other else []).ok is free


@pytest.mark.parametrize(
    ("ends", "sound"), [(None, True), (date(2026, 1, 2), True), (date(2026, 1, 1), False)]
)
def test_a_term_ends_after_it_starts(ends: date | None, sound: bool) -> None:
    assert rules.term_is_sound(date(2026, 1, 1), ends).ok is sound


@pytest.mark.parametrize(
    ("who", "may"),
    [
        (actor("1/2/", "contact"), True),
        (actor("1/", "contact"), True),
        (actor("1/3/", "contact"), False),
        (actor("1/2/", "people"), False),
        (Actor("anonymous"), False),
        (SYSTEM, False),
    ],
)
def test_contacts_are_opened_only_by_a_person_whose_post_may_look_there(who: Actor, may: bool) -> None:
    assert rules.can_look(who, Contact(area_path="1/2/"), Look.Purpose.ARRANGE, "").ok is may


@pytest.mark.parametrize(
    ("purpose", "words", "stated"),
    [
        ("arrange", "", True),
        ("other", "", False),
        ("other", "  ", False),
        ("other", "社区普查核对", True),
        ("", "words", False),
        ("curiosity", "words", False),
    ],
)
def test_a_look_states_its_purpose(purpose: str, words: str, stated: bool) -> None:
    assert rules.purpose_is_stated(purpose, words).ok is stated


@pytest.mark.parametrize(
    ("way", "phone", "reachable"),
    [
        ("code", "", True),
        ("phone", "", False),
        ("phone", "13900004821", True),
        ("message", "12", False),
        ("code", "12", False),
    ],
)
def test_who_wants_a_call_leaves_a_number(way: str, phone: str, reachable: bool) -> None:
    assert rules.can_be_reached(way, phone).ok is reachable


@pytest.mark.parametrize("name", ["li.jing", "王芳", "grid_014", "a-b@c"])
def test_log_in_names_have_letters_and_digits(name: str) -> None:
    assert rules.username_is_sound(name)


@pytest.mark.parametrize("name", ["", "a", "li jing", "li\x00jing", "x" * 61, "<b>"])
def test_other_log_in_names_are_refused(name: str) -> None:
    assert not rules.username_is_sound(name)


@pytest.mark.parametrize(
    "text",
    [
        "13900004821",
        "139 0000 4821",
        "139-0000-4821",
        "+86 139 0000 4821",
        "１３９００００４８２１",
        "008613900004821",
    ],
)
def test_one_number_has_one_form_however_it_is_written(text: str) -> None:
    assert normal_phone(text) == "13900004821"


@pytest.mark.parametrize(
    ("withdrawn", "day", "in_force"),
    [
        (None, date(2026, 3, 1), True),
        (None, date(2025, 12, 31), False),
        (None, date(2026, 6, 1), False),
        (date(2026, 2, 1), date(2026, 1, 31), True),
        (date(2026, 2, 1), date(2026, 2, 1), False),
    ],
)
def test_consent_holds_from_its_day_until_its_end_or_withdrawal(
    withdrawn: date | None, day: date, in_force: bool
) -> None:
    consent = Consent(given_on=date(2026, 1, 1), ends_on=date(2026, 6, 1), withdrawn_on=withdrawn)
    assert consent.is_in_force_on(day) is in_force
