"""Three proposals at most, each with its reason; learned from what people decided, at once and over night."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest

from linli.cases.actions.triage import triage
from linli.cases.models import Case, Learned, Sorting
from linli.cases.proposing import propose, urgency
from linli.cases.sensing.apart import PACKAGES
from linli.cases.teaching import learn_from_sorted_cases, teach
from linli.governance.model import RuleBook
from linli.governance.reads import rulebook_for
from tests.lane import MONDAY, Lane, hours

NIGHT = MONDAY.replace(hour=3) + timedelta(days=2)
# Said in words that no rule book lists.
GRUMBLES = ("咕噜声响个不停", "墙里咕噜咕噜", "夜里听见咕噜声", "厨房那边咕噜响")
CREAKS = ("吱呀声太刺耳", "一推就吱呀", "吱呀吱呀响了半年", "走一步吱呀一声")


@pytest.fixture
def book(lane: Lane) -> RuleBook:
    found = rulebook_for(lane.village.path)
    assert found is not None
    return found


def sort(lane: Lane, words: str, category: str, hour: float = 1) -> Case:
    case = lane.case(words=words)
    return triage(case, category=category, title="分过类", by=lane.secretary, at=hours(hour))


@pytest.fixture
def sorted_cases(lane: Lane) -> None:
    for number in range(5):
        for grumble, creak in zip(GRUMBLES, CREAKS, strict=True):
            sort(lane, f"{number}号楼{grumble}，麻烦看看。", "06.sewer")
            sort(lane, f"{number}号楼{creak}，请来修。", "06.lift")


def test_what_people_sorted_teaches_what_is_proposed(lane: Lane, book: RuleBook, sorted_cases: None) -> None:
    Sorting.objects.all().delete()
    said = "隔壁总有咕噜声，听得心慌"
    assert propose(said, book) == ()
    assert teach(lane.street.path, NIGHT) == 40
    first = propose(said, book)[0]
    assert first.code == "06.sewer"
    assert "咕噜" in first.reason and "以前" in first.reason


def test_a_correction_counts_at_once(lane: Lane, book: RuleBook) -> None:
    said = "路灯杆旁边的井盖响，车一压就哐当哐当。"
    before = [guess.code for guess in propose(said, book)]
    sort(lane, "路灯杆旁边的井盖响，一压哐当哐当的。", "08.marks")
    after = propose(said, book)
    assert before[0] != "08.marks"
    assert after[0].code == "08.marks" and "3月2日" in after[0].reason
    assert len(after) <= 3


def test_a_later_correction_of_the_same_case_takes_the_place_of_the_first(lane: Lane, book: RuleBook) -> None:
    case = sort(lane, "哐当哐当响个不停的东西。", "08.marks")
    triage(case, category="04.manhole", title="井盖", by=lane.secretary, at=hours(2))
    assert propose("哐当哐当响个不停的东西", book)[0].code == "04.manhole"
    assert Sorting.objects.count() == 1


def test_without_lessons_the_words_of_the_rule_book_speak(book: RuleBook) -> None:
    assert propose("村口的路灯坏了三盏", book)[0].reason == "“路灯”"


def test_too_few_cases_teach_nothing(lane: Lane) -> None:
    sort(lane, "路灯坏了。", "04.lamp")
    assert teach(lane.street.path, NIGHT) == 0


def test_sealed_matters_teach_nothing(lane: Lane, book: RuleBook, sorted_cases: None) -> None:
    sealed = next(one.code for one in book.categories if one.sealed)
    case = lane.case(words="说某人的事。", category=sealed)
    triage(case, category=sealed, title="不公开", by=lane.secretary, at=hours(1))
    assert not Sorting.objects.filter(case=case).exists()
    assert teach(lane.street.path, NIGHT) == 40


def test_what_is_kept_holds_no_sentence_of_anybody(lane: Lane, sorted_cases: None) -> None:
    sort(lane, "我叫欧阳钟离，住在靠河那间。", "06.sewer")
    teach(lane.street.path, NIGHT)
    kept = bytes(Learned.objects.get().numbers)
    assert "欧阳".encode() not in kept and "欧阳" not in repr(kept)


def test_it_learns_at_night_and_again_the_next(lane: Lane, sorted_cases: None) -> None:
    assert learn_from_sorted_cases.func(NIGHT.replace(hour=15).isoformat()) == 0
    assert learn_from_sorted_cases.func(NIGHT.isoformat()) == 40
    learn_from_sorted_cases.func((NIGHT + timedelta(days=1)).isoformat())
    assert Learned.objects.get().at == NIGHT + timedelta(days=1)


def test_nothing_is_assigned_by_a_proposal(lane: Lane, book: RuleBook) -> None:
    case = lane.case()
    propose("路灯坏了", book)
    case.refresh_from_db()
    assert (case.category, case.holder_post_id, case.stage) == ("", None, "registered")


def test_danger_and_short_limits_are_called_urgent_with_the_reason(book: RuleBook) -> None:
    assert "119" in urgency("楼道里着火了", book)
    assert urgency("路灯坏了", book, "04.lamp") == ""
    quick = next(
        one.code
        for one in book.all_categories
        if (limit := book.clock(one.code, "first")) and limit.unit == "min"
    )
    assert "首次联系" in urgency("漏了", book, quick)


def test_the_worker_itself_fetches_nothing_heavy_for_it() -> None:
    asked = "import sys, linli.cases.sensing.apart; print({'numpy', 'scipy', 'sklearn'} & set(sys.modules))"
    env = {**os.environ, "PYTHONPATH": str(PACKAGES)}
    done = subprocess.run([sys.executable, "-c", asked], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
