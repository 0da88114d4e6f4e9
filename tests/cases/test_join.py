"""More voices in one case: "mine too", told apart by household, each with a receipt of her own."""

import pytest
from django.db import IntegrityError, transaction

from linli.cases.actions.intake import Speaker
from linli.cases.actions.joining import join, leave
from linli.cases.models import Case, Voice
from linli.cases.reads import case_page
from linli.cases.reads_of_voices import households_in, households_of, voices_of
from linli.cases.receipts import case_behind, code_for, code_for_voice, voice_behind
from linli.kit.actor import ANONYMOUS, Actor
from linli.kit.answer import Refused
from linli.kit.models import Trace
from linli.people.actions.households import add_resident, open_household
from linli.people.models import Contact
from tests.lane import Lane, hours


@pytest.fixture
def case(lane: Lane) -> Case:
    return lane.bring(lane.case(), "taken")


def holder_of(voice: Voice) -> Actor:
    return Actor(kind="anonymous", voices=frozenset({voice.pk}))


def caller(phone: str) -> Speaker:
    return Speaker(name="某户", phone=phone, way="phone")


def test_anybody_may_say_mine_too_and_the_case_stays_as_it_is(case: Case) -> None:
    before = (case.stage, case.version, case.due_at)
    voice = join(case, by=ANONYMOUS, at=hours(4))
    case.refresh_from_db()
    assert (case.stage, case.version, case.due_at) == before
    assert voice.alias == "居民乙"
    assert Trace.objects.filter(name="case.joined", record_id=case.pk).get().facts["voice"] == voice.pk


def test_whoever_raised_it_does_not_join_it(lane: Lane, case: Case) -> None:
    with pytest.raises(Refused, match="自己"):
        join(case, by=lane.resident(case), at=hours(4))
    assert join(case, by=ANONYMOUS, at=hours(4)).case == case


def test_one_device_and_one_account_speak_once(lane: Lane, case: Case) -> None:
    voice = join(case, by=ANONYMOUS, at=hours(4))
    with pytest.raises(Refused):
        join(case, by=holder_of(voice), at=hours(5))
    join(case, by=lane.helper, at=hours(5))
    with pytest.raises(Refused):
        join(case, by=lane.helper, at=hours(6))
    assert voices_of(case).count() == 2


def test_the_database_knows_one_voice_of_an_account(lane: Lane, case: Case) -> None:
    voice = join(case, by=lane.helper, at=hours(4))
    with pytest.raises(IntegrityError), transaction.atomic():
        Voice.objects.create(
            case=case, account=voice.account, number="2603-000000", channel="qr", at=hours(5)
        )


def test_a_worker_may_write_down_many_who_say_the_same(lane: Lane, case: Case) -> None:
    for phone in ("13800000001", "13800000002"):
        voice = join(case, by=lane.worker, at=hours(4), speaker=caller(phone), channel="visit")
        assert voice.account is None
    assert households_of(case) == 3


def test_who_has_answered_takes_no_more_voices(lane: Lane) -> None:
    answered = lane.bring(lane.case(), "answered")
    with pytest.raises(Refused):
        join(answered, by=ANONYMOUS, at=hours(7))


def test_nobody_joins_a_sealed_matter(lane: Lane) -> None:
    sealed = next(one.code for one in lane.case().rulebook.categories if one.sealed)
    with pytest.raises(Refused, match="别人"):
        join(lane.case(category=sealed), by=ANONYMOUS, at=hours(1))


def test_her_code_opens_her_voice_and_not_the_case(case: Case) -> None:
    voice = join(case, by=ANONYMOUS, at=hours(4))
    code = code_for_voice(voice)
    assert voice_behind(voice.number, code.lower().replace("-", " ")) == voice
    assert case_behind(case.number, code) is None
    assert voice_behind(voice.number, code_for(case)) is None
    assert voice_behind("2603-000000", code) is None


def test_a_voice_is_seen_by_its_holder_and_by_the_office(lane: Lane, case: Case) -> None:
    voice = join(case, by=ANONYMOUS, at=hours(4))
    seen = {
        name: Voice.objects.visible_to(getattr(lane, name)).exists() for name in ("secretary", "neighbour")
    }
    assert seen == {"secretary": True, "neighbour": False}
    assert Voice.objects.visible_to(holder_of(voice)).get() == voice
    assert not Voice.objects.visible_to(lane.resident(case)).exists()
    assert not Case.objects.visible_to(holder_of(voice)).exists()


def test_households_are_told_apart_by_telephone(case: Case) -> None:
    assert households_of(case) == 1
    join(case, by=ANONYMOUS, at=hours(4), speaker=caller("13800000001"))
    join(case, by=ANONYMOUS, at=hours(4), speaker=caller("138 0000 0001"))
    join(case, by=ANONYMOUS, at=hours(4), speaker=caller("13800000002"))
    assert households_of(case) == 3


def test_two_telephones_of_one_known_household_are_one(lane: Lane, case: Case) -> None:
    home = open_household(lane.grid, by=lane.dispatcher, at=hours(0), room="101")
    for phone in ("13800000001", "13800000002"):
        add_resident(home, name="某人", phone=phone, by=lane.dispatcher, at=hours(0))
        join(case, by=ANONYMOUS, at=hours(4), speaker=caller(phone))
    assert households_of(case) == 2


def test_a_case_noted_by_a_worker_is_no_household_of_hers(lane: Lane) -> None:
    cases = [lane.case(by=lane.worker, channel="visit") for _ in range(2)]
    own = [lane.case(by=lane.helper) for _ in range(2)]
    assert households_in([case.pk for case in cases]) == 2
    assert households_in([case.pk for case in own]) == 1


def test_counting_takes_few_queries(case: Case, django_assert_max_num_queries: object) -> None:
    for number in range(6):
        join(case, by=ANONYMOUS, at=hours(4), speaker=caller(f"1380000000{number}"))
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        assert households_of(case) == 7


def test_a_voice_can_be_taken_back_and_given_again(case: Case) -> None:
    voice = join(case, by=ANONYMOUS, at=hours(4))
    with pytest.raises(Refused):
        leave(voice, by=ANONYMOUS, at=hours(5))
    assert leave(voice, by=holder_of(voice), at=hours(5)).left_at == hours(5)
    assert households_of(case) == 1
    assert join(case, by=holder_of(voice), at=hours(6)).number != voice.number


def test_the_same_form_sent_twice_is_one_voice(case: Case) -> None:
    first = join(case, by=ANONYMOUS, at=hours(4), key="a-key")  # type: ignore[call-arg]
    assert join(case, by=ANONYMOUS, at=hours(4), key="a-key") == first  # type: ignore[call-arg]


def test_who_she_is_stands_in_the_vault_alone(case: Case) -> None:
    voice = join(case, by=ANONYMOUS, at=hours(4), speaker=caller("13800000001"))
    contact = Contact.objects.get(pk=voice.contact_id)
    assert contact.alias == voice.alias
    assert "13800000001" not in str(list(Trace.objects.values_list("facts", flat=True)))


def test_what_was_written_down_for_a_voice_is_read_by_the_office_and_by_no_other_resident(
    lane: Lane, case: Case
) -> None:
    join(case, by=lane.secretary, at=hours(4), channel="phone", words="我们这一排也全黑了。 ")

    def read_by(actor: Actor) -> list[str]:
        return [event.words for event in case_page(case, actor).events if event.verb == "join"]

    assert read_by(lane.secretary) == ["我们这一排也全黑了。"]
    assert read_by(lane.resident(case)) == [""]
