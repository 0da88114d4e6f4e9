from dataclasses import replace

import pytest

from linli.cases.actions.intake import Intake, Speaker, raise_case
from linli.cases.models import Case, Clock, Words
from linli.cases.receipts import case_behind, code_for
from linli.kit.action import KeyReused
from linli.kit.actor import ANONYMOUS
from linli.kit.answer import Refused
from linli.people.models import Contact
from tests.lane import MONDAY, Lane, hours


@pytest.fixture
def intake(lane: Lane) -> Intake:
    return Intake(words="3 栋门口的井盖松了，车一过就响。", area=lane.building, channel="qr")


def test_anybody_may_say_what_is_wrong_without_an_account(lane: Lane, intake: Intake) -> None:
    case = raise_case(intake, by=ANONYMOUS, at=MONDAY)
    assert (case.stage, case.area_path, case.alias) == ("registered", lane.building.path, "居民甲")


def test_her_words_stay_as_she_said_them(lane: Lane, intake: Intake) -> None:
    case = raise_case(intake, by=ANONYMOUS, at=MONDAY)
    with pytest.raises(Exception, match="append-only"):
        Words.objects.filter(case=case).update(text="没事了")


def test_nothing_said_is_refused_with_a_sentence(lane: Lane, intake: Intake) -> None:
    with pytest.raises(Refused, match="几句话"):
        raise_case(replace(intake, words=" …… "), by=ANONYMOUS, at=MONDAY)
    assert Case.objects.count() == 0


def test_where_nobody_works_with_linli_nothing_is_taken(lane: Lane, intake: Intake) -> None:
    with pytest.raises(Refused):
        raise_case(replace(intake, area=lane.county), by=ANONYMOUS, at=MONDAY)


def test_who_speaks_goes_into_the_vault_and_not_into_the_case(lane: Lane, intake: Intake) -> None:
    speaker = Speaker(name="荷叶", phone="13900001234", way="phone")
    case = raise_case(replace(intake, speaker=speaker), by=ANONYMOUS, at=MONDAY)
    assert case.contact == Contact.objects.with_phone("139 0000 1234").get()
    row = " ".join(str(value) for value in Case.objects.filter(pk=case.pk).values().get().values())
    assert "13900001234" not in row
    assert "荷叶" not in row


def test_no_contact_makes_no_row_in_the_vault(lane: Lane, intake: Intake) -> None:
    raise_case(intake, by=ANONYMOUS, at=MONDAY)
    assert Contact.objects.count() == 0


def test_a_category_that_is_known_starts_both_clocks(lane: Lane, intake: Intake) -> None:
    case = raise_case(replace(intake, category="04.lamp"), by=ANONYMOUS, at=MONDAY)
    assert set(Clock.objects.filter(case=case).values_list("name", flat=True)) == {"first", "resolve"}
    assert case.due_at is not None


def test_sent_twice_with_one_key_it_is_one_case(lane: Lane, intake: Intake) -> None:
    first = raise_case(intake, by=ANONYMOUS, at=MONDAY, key="k-1")
    again = raise_case(intake, by=ANONYMOUS, at=hours(1), key="k-1")
    assert (again.pk, Case.objects.count()) == (first.pk, 1)


def test_the_same_key_with_other_words_is_told_nothing_of_the_first(lane: Lane, intake: Intake) -> None:
    raise_case(intake, by=ANONYMOUS, at=MONDAY, key="k-1")
    with pytest.raises(KeyReused):
        raise_case(replace(intake, words="别的事"), by=ANONYMOUS, at=MONDAY, key="k-1")
    assert Case.objects.count() == 1


def test_number_and_code_open_the_case_however_they_are_typed(lane: Lane, intake: Intake) -> None:
    case = raise_case(intake, by=ANONYMOUS, at=MONDAY)
    code = code_for(case)
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert case_behind(case.number.lower(), typed) == case


@pytest.mark.parametrize("code", ["", "0000-0000-0000-0000", "abc"])
def test_a_wrong_code_opens_nothing(lane: Lane, intake: Intake, code: str) -> None:
    case = raise_case(intake, by=ANONYMOUS, at=MONDAY)
    assert case_behind(case.number, code) is None


def test_the_code_of_one_case_does_not_open_another(lane: Lane, intake: Intake) -> None:
    one, two = (raise_case(intake, by=ANONYMOUS, at=MONDAY) for _ in range(2))
    assert case_behind(one.number, code_for(two)) is None
