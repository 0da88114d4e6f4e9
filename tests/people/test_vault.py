"""Who spoke: sealed, apart from the case, and opened only after the look is written."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from linli.kit.answer import Refused
from linli.kit.models import Trace
from linli.people.actions import (
    add_resident,
    correct_contact,
    erase_contact,
    give_consent,
    keep_contact,
    look_at_contact,
    look_at_household,
    looks,
    open_household,
    withdraw_consent,
)
from linli.people.aliases import alias_for
from linli.people.models import Consent, Contact, Household, Look
from linli.people.reads import look_log, looks_of
from tests.people.street import AT, DAY, Street, contact, later


def test_anybody_may_leave_her_contact_and_nothing_of_it_shows_by_itself(here: Street) -> None:
    row = Contact.objects.get(pk=contact(here).pk)
    for part in (row.name, row.phone, row.room, row.wishes):
        assert str(part) == "●●●" and "陈" not in repr(part)
    assert str(row) == "居民甲"


def test_who_wants_a_call_but_leaves_no_number_is_told_so(here: Street) -> None:
    with pytest.raises(Refused):
        contact(here, phone="")
    assert keep_contact(here.west, by=here.nobody, at=AT, alias="居民甲").way == Contact.Way.CODE


def test_the_desk_opens_a_contact_with_a_purpose_and_others_do_not(here: Street) -> None:
    row = contact(here)
    shown = look_at_contact(row, by=here.desk, at=AT, purpose="arrange")
    assert (shown.name, shown.phone, shown.room) == ("陈桂兰", "139 0000 4821", "3栋2单元502")
    assert "陈桂兰" not in repr(shown)
    refusals = [
        (here.worker, "arrange"),
        (here.keeper, "arrange"),
        (here.nobody, "arrange"),
        (here.desk, "curious"),
    ]
    for by, purpose in refusals:
        with pytest.raises(Refused):
            look_at_contact(row, by=by, at=AT, purpose=purpose)
    assert Look.objects.count() == 1


@pytest.mark.parametrize("fault", ["the log table", "the trace"])
def test_without_a_log_row_nothing_is_opened(here: Street, monkeypatch: Any, fault: str) -> None:
    row, opened = contact(here), []

    def broken(*args: Any, **parts: Any) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr("linli.people.sealed.Sealed.open", lambda self: opened.append(self))
    if fault == "the trace":
        monkeypatch.setattr(looks, "trace", broken)
    else:
        monkeypatch.setattr(Look, "save", broken)
    with pytest.raises(DatabaseError):
        look_at_contact(row, by=here.desk, at=AT, purpose="arrange")
    assert opened == [] and not Look.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_look_inside_a_longer_transaction_is_refused_since_it_would_not_be_durable() -> None:
    from tests.people.street import build

    here = build()
    row = contact(here)
    with pytest.raises(RuntimeError), transaction.atomic():
        look_at_contact(row, by=here.desk, at=AT, purpose="arrange")
    assert look_at_contact(row, by=here.desk, at=AT, purpose="arrange").name == "陈桂兰"


def test_the_person_concerned_reads_who_looked_when_and_why(
    here: Street, django_assert_num_queries: Any
) -> None:
    row, other = contact(here), contact(here, name="别人")
    look_at_contact(row, by=here.desk, at=AT, purpose="arrange")
    look_at_contact(row, by=here.desk, at=later(hours=2), purpose="other", words="社区普查核对")
    look_at_contact(other, by=here.desk, at=AT, purpose="deliver")
    with django_assert_num_queries(1):
        lines = looks_of(row)
    assert [(line.at, line.who, line.words) for line in lines] == [
        (later(hours=2), "desk Li", "社区普查核对"),
        (AT, "desk Li", ""),
    ]


def test_who_keeps_people_reads_all_looks_of_the_area_and_others_their_own(here: Street) -> None:
    look = look_at_contact(contact(here), by=here.desk, at=AT, purpose="arrange")
    assert [row.pk for row in look_log(here.western)] == [look.look_id]
    assert [row.pk for row in look_log(here.desk)] == [look.look_id]
    assert len(look_log(here.worker)) == 0 == len(look_log(here.nobody))


def test_a_look_can_neither_be_changed_nor_deleted(here: Street) -> None:
    look_at_contact(contact(here), by=here.desk, at=AT, purpose="arrange")
    for change in (lambda: Look.objects.update(words="x"), lambda: Look.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_browsing_shows_in_numbers(here: Street) -> None:
    row = contact(here)
    for n in range(31):
        look_at_contact(row, by=here.desk, at=later(minutes=n), purpose="arrange")
    often = Trace.objects.get(name="account.looked_often")
    assert often.record_id == here.desk.account_id and often.facts == {"looks": 31}


def test_a_correction_changes_what_is_named_and_leaves_the_rest(here: Street) -> None:
    row = correct_contact(contact(here), by=here.desk, at=AT, phone="13700001111")
    shown = look_at_contact(row, by=here.desk, at=AT, purpose="correct")
    assert (shown.name, shown.phone) == ("陈桂兰", "13700001111")
    assert list(Contact.objects.with_phone("137 0000 1111")) == [row]
    for refused in ({"by": here.worker, "phone": "13700001112"}, {"by": here.desk, "phone": "12"}):
        with pytest.raises(Refused):
            correct_contact(row, at=AT, **refused)


def test_a_number_that_is_still_needed_is_not_taken_away(here: Street) -> None:
    row = correct_contact(contact(here), by=here.desk, at=AT, way=Contact.Way.PHONE)
    with pytest.raises(Refused):
        correct_contact(row, by=here.desk, at=AT, phone="")
    row = correct_contact(row, by=here.desk, at=AT, phone="", way=Contact.Way.CODE)
    with pytest.raises(Refused):
        correct_contact(row, by=here.desk, at=AT, way=Contact.Way.PHONE)
    assert correct_contact(row, by=here.desk, at=AT, name="陈桂花").way == Contact.Way.CODE


def test_an_erased_contact_keeps_its_alias_and_its_log_and_nothing_else(here: Street) -> None:
    row = contact(here)
    look_at_contact(row, by=here.desk, at=AT, purpose="arrange")
    with pytest.raises(Refused):
        erase_contact(row, by=here.desk, at=AT)
    row = erase_contact(row, by=here.western, at=AT)
    assert row.name is None and row.phone is None and not Contact.objects.with_phone("13900004821").exists()
    assert row.alias == "居民甲" and len(looks_of(row)) == 1


def test_contacts_are_visible_as_sealed_rows_where_she_may_look(here: Street) -> None:
    row = contact(here)
    assert list(Contact.objects.visible_to(here.desk)) == [row]
    for other in (here.western, here.worker, here.nobody):
        assert not Contact.objects.visible_to(other).exists()


def test_a_household_file_opens_like_a_contact(here: Street) -> None:
    file = open_household(here.west, by=here.desk, at=AT, room="3栋502")
    add_resident(file, by=here.desk, at=AT, name="陈桂兰", phone="13900004821")
    shown = look_at_household(file, by=here.desk, at=AT, purpose="deliver")
    assert shown.room == "3栋502" and [person.name for person in shown.residents] == ["陈桂兰"]
    assert len(looks_of(file)) == 1
    for act in (
        lambda: open_household(here.west, by=here.worker, at=AT, room="x"),
        lambda: add_resident(file, by=here.worker, at=AT, name="x"),
        lambda: look_at_household(file, by=here.worker, at=AT, purpose="deliver"),
    ):
        with pytest.raises(Refused):
            act()
    assert not Household.objects.visible_to(here.worker).exists()


def test_consent_has_a_purpose_and_an_end_and_can_be_withdrawn(here: Street) -> None:
    row = contact(here)
    with pytest.raises(Refused):
        give_consent(row, by=here.desk, at=AT, purpose="公示照片", ends_on=DAY)
    with pytest.raises(Refused):
        give_consent(row, by=here.worker, at=AT, purpose="公示照片", ends_on=DAY.replace(year=2027))
    consent = give_consent(row, by=here.desk, at=AT, purpose="公示照片", ends_on=DAY.replace(year=2027))
    assert list(Consent.objects.on(DAY)) == [consent] == list(Consent.objects.visible_to(here.desk))
    with pytest.raises(Refused):
        withdraw_consent(consent, by=here.worker, at=AT)
    withdraw_consent(consent, by=here.desk, at=AT)
    assert not Consent.objects.on(DAY).exists()
    with pytest.raises(Refused):
        withdraw_consent(consent, by=here.desk, at=AT)


def test_aliases_tell_people_of_one_case_apart_and_stay_the_same() -> None:
    names = [alias_for(number) for number in range(1, 41)]
    assert len(set(names)) == 40 and names == [alias_for(number) for number in range(1, 41)]


JUDGING = (
    "score",
    "rank",
    "grade",
    "label",
    "level",
    "risk",
    "key_person",
    "points",
    "credit",
    "rating",
    "star",
)


@pytest.mark.parametrize("model", ["contact", "household", "resident", "consent", "account"])
def test_nobody_is_judged(model: str) -> None:
    from django.apps import apps

    names = [field.name for field in apps.get_model("people", model)._meta.get_fields()]
    assert names and not [name for name in names if any(word in name for word in JUDGING)]


@pytest.mark.django_db(transaction=True)
def test_no_clear_text_of_the_vault_reaches_the_database() -> None:
    from tests.people.street import account, build

    here = build()
    canaries = {
        "name": "金丝雀甲",
        "phone": "13612345678",
        "room": "九十九栋九单元",
        "wishes": "晚上八点以后",
    }
    row = contact(here, **canaries)
    look_at_contact(row, by=here.desk, at=AT, purpose="arrange")
    file = open_household(here.west, by=here.desk, at=AT, room="九十九栋九单元")
    add_resident(file, by=here.desk, at=AT, name="金丝雀甲", phone="13612345678")
    account("canary", here.west, phone="13612345678")
    stored = everything()
    assert "居民甲".encode() in stored
    for text in canaries.values():
        assert text.encode() not in stored, text


def everything() -> bytes:
    """Every byte that a copy of the database would hold: of SQLite the file and its log, of PostgreSQL every row."""
    if connection.vendor == "sqlite":
        from pathlib import Path

        file = Path(connection.settings_dict["NAME"])
        return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
    with connection.cursor() as cursor:
        rows: list[Any] = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  names come from the catalogue
            rows += cursor.fetchall()
    return repr(rows).encode()
