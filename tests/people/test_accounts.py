from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from linli.kit.actor import SYSTEM
from linli.kit.answer import Refused
from linli.kit.models import Trace, TraceWords
from linli.people.actions import (
    appoint,
    change_reach,
    end_sessions,
    open_account,
    rename,
    renew_password,
    stop_account,
)
from linli.people.models import Account
from tests.people.street import AT, DAY, PASSWORD, Street, account, later


def opened(here: Street, **more: Any) -> Account:
    parts = {"username": "Li.Jing", "name": "李静", "password": PASSWORD, "phone": "139 0000 4821"}
    return open_account(here.west, by=here.western, at=AT, **{**parts, **more})


def test_an_account_is_opened_by_who_keeps_people_there_and_by_nobody_else(here: Street) -> None:
    row = opened(here)
    assert (row.username, row.name, row.area, row.is_active) == ("li.jing", "李静", here.west, True)
    assert row.phone.open() == "139 0000 4821" and row.check_password(PASSWORD)
    for other in (here.desk, here.worker, here.nobody):
        with pytest.raises(Refused):
            open_account(here.west, by=other, at=AT, username="wang", name="王芳")
    with pytest.raises(Refused):
        open_account(here.east, by=here.western, at=AT, username="wang", name="王芳")


def test_opening_is_traced_and_the_name_can_be_erased_from_the_trace(here: Street) -> None:
    row = opened(here)
    trace = Trace.objects.get(name="account.opened", record_id=row.pk)
    assert trace.account_id == here.western.account_id and "李静" not in str(trace.facts)
    assert TraceWords.objects.get(trace=trace).words == "李静"


@pytest.mark.parametrize(
    "more",
    [
        {"username": "LI.JING", "phone": ""},
        {"username": "ｌｉ.jing", "phone": ""},
        {"username": "other", "phone": "+86 13900004821"},
    ],
)
def test_two_accounts_never_share_a_log_in_name_or_a_telephone(here: Street, more: dict[str, str]) -> None:
    opened(here)
    before = Account.objects.count()
    with pytest.raises(Refused):
        opened(here, **more)
    assert Account.objects.count() == before
    assert opened(here, username="other", phone="13900004822").pk


def test_the_database_itself_refuses_a_second_spelling(here: Street) -> None:
    row = opened(here)
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pk=row.pk).update(username="LI.JING")
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pk=row.pk).update(is_active=False)


def test_a_temporary_password_opens_until_its_hour(here: Street, monkeypatch: Any) -> None:
    row = opened(here)
    assert row.password_is_temporary and row.password_until == later(hours=72)
    monkeypatch.setattr("linli.people.sign_in.timezone.now", lambda: later(hours=71))
    assert authenticate(None, username="li.jing", password=PASSWORD) == row
    monkeypatch.setattr("linli.people.sign_in.timezone.now", lambda: later(hours=73))
    assert authenticate(None, username="li.jing", password=PASSWORD) is None


@pytest.mark.parametrize("name", ["li.jing", "LI.Jing", "13900004821", "139 0000 4821"])
def test_she_signs_in_by_name_or_telephone(here: Street, name: str) -> None:
    row = opened(here, temporary=False)
    assert authenticate(None, username=name.replace(" ", ""), password=PASSWORD) == row
    assert authenticate(None, username=name.replace(" ", ""), password="wrong") is None


def test_an_account_without_password_opens_to_no_password(here: Street) -> None:
    opened(here, password=None)
    for guess in ("", "!", "None"):
        assert authenticate(None, username="li.jing", password=guess) is None


def test_a_rename_keeps_both_names_in_the_trace(here: Street) -> None:
    row = opened(here)
    assert rename(row, by=here.western, at=later(days=1), name=" 李静静 ").name == "李静静"
    assert TraceWords.objects.get(trace__name="account.renamed").words == "李静 → 李静静"
    for refused in ({"by": here.worker, "name": "王"}, {"by": here.western, "name": " "}):
        with pytest.raises(Refused):
            rename(row, at=AT, **refused)


def test_a_changed_telephone_is_found_under_its_new_number_only(here: Street) -> None:
    row = opened(here)
    change_reach(row, by=here.western, at=AT, phone="13700001111")
    assert list(Account.objects.with_phone("137-0000-1111")) == [row]
    assert not Account.objects.with_phone("13900004821").exists()
    with pytest.raises(Refused):
        change_reach(row, by=here.desk, at=AT, phone="13700001112")


def test_a_renewed_password_and_ended_sessions_change_what_sessions_are_checked_by(here: Street) -> None:
    row = opened(here)
    first = row.get_session_auth_hash()
    second = renew_password(row, by=here.western, at=AT, password="a new one for her").get_session_auth_hash()
    third = end_sessions(row, by=here.western, at=AT).get_session_auth_hash()
    assert len({first, second, third}) == 3
    for act in (
        lambda: renew_password(row, by=here.desk, at=AT, password="x"),
        lambda: end_sessions(row, by=here.desk, at=AT),
    ):
        with pytest.raises(Refused):
            act()


def test_a_stopped_account_signs_in_no_more_and_holds_no_post(here: Street) -> None:
    row = opened(here, temporary=False)
    post = appoint(row, by=here.western, at=AT, role="grid_worker", area=here.west)
    with pytest.raises(Refused):
        stop_account(row, by=here.desk, at=AT)
    assert authenticate(None, username="li.jing", password=PASSWORD) == row

    stop_account(row, by=here.western, at=later(hours=1), words="调离")
    assert authenticate(None, username="li.jing", password=PASSWORD) is None
    post.refresh_from_db()
    assert post.ends_on == DAY and not post.is_held_on(DAY)
    with pytest.raises(Refused):
        stop_account(row, by=here.western, at=AT)


def test_accounts_are_visible_to_who_keeps_them_and_to_oneself(here: Street) -> None:
    west, east = account("a-west", here.west), account("an-east", here.east)
    seen = set(Account.objects.visible_to(here.western))
    assert west in seen and east not in seen
    assert {west, east} <= set(Account.objects.visible_to(here.keeper))
    assert [row.pk for row in Account.objects.visible_to(here.desk)] == [here.desk.account_id]
    assert not Account.objects.visible_to(here.nobody).exists()
    appoint(east, by=here.keeper, at=AT, role="mediator", area=here.west)
    assert east in Account.objects.visible_to(here.western)
    assert Account.objects.visible_to(SYSTEM).count() == Account.objects.count()
