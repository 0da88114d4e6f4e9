"""Is it so? Somebody else than the holder goes and looks; what she found is said of the matter and moves nothing by itself."""

import pytest
from django.db import IntegrityError, transaction

from linli.cases.actions.checking import ask_check, call_off_check, report_check
from linli.cases.actions.closing import reopen, withdraw
from linli.cases.actions.dispatch import accept, dispatch
from linli.cases.actions.handling import answer
from linli.cases.actions.intake import CleanPicture
from linli.cases.lookers import lookers
from linli.cases.models import Case, Check
from linli.cases.reads import case_page
from linli.kit.actor import SYSTEM
from linli.kit.answer import Refused
from linli.kit.trace import traces_of
from linli.people.actions.posts import end_post
from tests.lane import Lane, hours


@pytest.fixture
def registered(lane: Lane) -> Case:
    """Somewhere in the village: the grid worker, whose grid is a part of it, does not see it by herself."""
    return lane.bring(lane.case(area=lane.village), "registered")


@pytest.fixture
def asked(lane: Lane, registered: Case) -> Case:
    """The village asks its grid worker, before anything is sent."""
    ask_check(registered, post=lane.post("worker"), question="几盏？", by=lane.secretary, at=hours(1))
    return Case.objects.get(pk=registered.pk)


@pytest.fixture
def answered(lane: Lane, registered: Case) -> Case:
    """Answered by the street office."""
    case = lane.bring(registered, "triaged")
    case = dispatch(case, organisation=lane.office, by=lane.secretary, at=hours(2))
    case = accept(case, by=lane.clerk, at=hours(3))
    return answer(case, text="换好了。", end_state="solved", by=lane.clerk, at=hours(4))


def test_it_has_a_due_time_and_the_looker_sees_the_case_meanwhile(lane: Lane, asked: Case) -> None:
    check = Check.objects.get(case=asked)
    assert (check.about, check.asked_post, check.due_at) == (
        "report",
        lane.post("secretary"),
        hours(48 + 9.5),
    )
    assert asked in Case.objects.visible_to(lane.worker)
    assert asked not in Case.objects.visible_to(lane.volunteer)


def test_what_was_found_stands_in_the_case_and_moves_nothing(lane: Lane, asked: Case) -> None:
    case = report_check(asked, found="partly", words="只有一盏不亮。", by=lane.worker, at=hours(5))
    assert (case.stage, case.end_state, case.looker) == ("registered", "", None)
    page = case_page(case, lane.secretary)
    assert [(one.outcome, one.words) for one, _pictures in page.looks] == [("partly", "只有一盏不亮。")]
    assert case not in Case.objects.visible_to(lane.worker)


def test_the_traces_tell_it_and_the_words_stay_outside_the_chain(lane: Lane, asked: Case) -> None:
    report_check(asked, found="as_said", words="三盏都不亮。", by=lane.worker, at=hours(5))
    told = {trace.name: trace for trace in traces_of(asked)}
    assert told["case.check_reported"].facts["found"] == "as_said"
    assert told["case.check_reported"].post_id == lane.post("worker").pk
    assert "三盏" not in str(told["case.check_reported"].facts)


def test_a_picture_of_it_stands_with_it(lane: Lane, asked: Case) -> None:
    picture = CleanPicture("a" * 64, 64, 48)
    report_check(asked, found="as_said", words="如图。", pictures=(picture,), by=lane.worker, at=hours(5))
    page = case_page(Case.objects.get(pk=asked.pk), lane.secretary)
    assert [one.digest for _check, pictures in page.looks for one in pictures] == ["a" * 64]
    assert page.before == page.after == ()


def test_only_those_of_the_rule_book_ask_and_only_whoever_was_asked_reports(lane: Lane, asked: Case) -> None:
    fresh = lane.bring(lane.case(words="井盖没了。"), "registered")
    with pytest.raises(Refused, match="包村干部"):
        ask_check(fresh, post=lane.post("worker"), by=lane.volunteer, at=hours(1))
    with pytest.raises(Refused, match="别人"):
        report_check(asked, found="as_said", words="在。", by=lane.committee, at=hours(2))


def test_a_role_that_does_not_look_and_a_place_that_is_not_near_are_not_asked(
    lane: Lane, registered: Case
) -> None:
    for name in ("volunteer", "property", "neighbour"):
        with pytest.raises(Refused):
            ask_check(registered, post=lane.post(name), by=lane.secretary, at=hours(1))
    with pytest.raises(Refused, match="由谁"):
        ask_check(registered, by=lane.secretary, at=hours(1))


def test_at_an_answer_nobody_of_the_unit_that_gave_it_looks(lane: Lane, answered: Case) -> None:
    """The liaison cadre and the clerk are both of the street office."""
    for name in ("clerk", "liaison"):
        with pytest.raises(Refused, match="自己"):
            ask_check(answered, post=lane.post(name), by=lane.secretary, at=hours(5))
    assert {post.account.username for post in lookers(answered, hours(5).date())} == {
        "worker",
        "secretary",
        "committee",
    }
    check = ask_check(answered, post=lane.post("worker"), by=lane.secretary, at=hours(5))
    assert check.about == "answer"


def test_one_at_a_time_also_in_the_database(lane: Lane, asked: Case) -> None:
    with pytest.raises(Refused, match="已经请人"):
        ask_check(asked, post=lane.post("committee"), by=lane.secretary, at=hours(2))
    again = Check(case=asked, round=1, about="report", post=lane.post("committee"))
    again.asked_at = again.due_at = hours(2)
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)


def test_a_finding_needs_one_of_three_and_words(lane: Lane, asked: Case) -> None:
    for found, words in (("called_off", "在。"), ("", "在。"), ("as_said", "  ")):
        with pytest.raises(Refused):
            report_check(asked, found=found, words=words, by=lane.worker, at=hours(2))


def test_called_off_nobody_need_go_and_another_one_can_be_asked(lane: Lane, asked: Case) -> None:
    case = call_off_check(asked, reason="有人电话说清了", by=lane.secretary, at=hours(2))
    assert case.looker is None and case_page(case, lane.secretary).checks == ()
    assert ask_check(case, post=lane.post("committee"), by=lane.secretary, at=hours(3)).is_open
    with pytest.raises(Refused):
        call_off_check(lane.case(words="别的。"), reason="没请人", by=lane.secretary, at=hours(3))


def test_a_case_that_ends_or_opens_again_leaves_nobody_on_the_way(lane: Lane, asked: Case) -> None:
    case = withdraw(asked, by=lane.resident(asked), at=hours(4))
    assert case.looker is None
    assert Check.objects.get(case=case).outcome == "lapsed"


def test_an_answer_taken_back_is_not_looked_at(lane: Lane, answered: Case) -> None:
    ask_check(answered, post=lane.post("worker"), by=lane.secretary, at=hours(5))
    case = reopen(answered, reason="没修好", by=lane.resident(answered), at=hours(6))
    assert case.looker is None and not Check.objects.open().exists()


def test_who_has_left_her_post_is_not_asked(lane: Lane, registered: Case) -> None:
    end_post(lane.post("worker"), on=hours(0).date(), by=SYSTEM, at=hours(0))
    with pytest.raises(Refused, match="到期"):
        ask_check(registered, post=lane.post("worker"), by=lane.secretary, at=hours(1))


def test_the_office_reads_those_of_its_area(lane: Lane, asked: Case) -> None:
    for name, sees in (("secretary", True), ("dispatcher", True), ("worker", True), ("neighbour", False)):
        assert Check.objects.visible_to(getattr(lane, name)).exists() is sees, name
