"""The whole life of a case, told by the names that this place uses."""

from linli.cases.models import Case, Clock
from linli.cases.reads import case_page
from linli.cases.reads_of_rows import with_page
from linli.cases.rules_by_verb import RULES
from linli.cases.verbs import ACTIONS
from linli.governance.vocabulary import VERBS
from linli.kit.models import Trace
from linli.kit.trace import broken_links
from tests.lane import Lane, hours


def test_a_resident_s_words_come_back_as_a_result_that_everybody_reads(lane: Lane) -> None:
    case = lane.case()
    assert case.stage == "registered"
    case = lane.bring(case, "closed")
    assert (case.end_state, case.closed_at) == ("solved", hours(6))


def test_the_timeline_speaks_the_words_of_the_place(lane: Lane) -> None:
    case = lane.bring(lane.case(), "closed")
    page = case_page(with_page(Case.objects).get(pk=case.pk), lane.secretary)
    told = [event.name for event in page.events]
    assert told == ["问需", "登记入册", "议策", "挂单", "带头领单", "办理", "答复", "评效", "回访", "办结"]


def test_both_clocks_are_met_in_time(lane: Lane) -> None:
    case = lane.bring(lane.case(), "answered")
    assert {c.name: c.met_at for c in Clock.objects.filter(case=case)} == {
        "first": hours(3),
        "resolve": hours(5),
    }


def test_the_chain_of_traces_holds(lane: Lane) -> None:
    case = lane.bring(lane.case(), "closed")
    rows = Trace.objects.filter(record_kind="cases.case", record_id=case.pk).order_by("number")
    assert rows.count() == 10
    assert list(broken_links(rows.iterator())) == []


def test_every_verb_of_the_vocabulary_has_its_action_and_its_rule() -> None:
    keys = set(VERBS)
    assert set(ACTIONS) == keys - {"raise"}
    assert set(RULES) >= set(ACTIONS)
