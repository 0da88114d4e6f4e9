"""Questions of a category: answered once, kept with the question as it was asked, never changed."""

from dataclasses import replace

import pytest

from linli.cases.actions.intake import Intake, raise_case
from linli.cases.models import Case, Detail
from linli.cases.questions import all_answered, dangers_told, fits, given_of
from linli.cases.reads import case_page
from linli.governance.model import Question
from linli.governance.reads import rulebook_for
from linli.kit.actor import ANONYMOUS
from linli.kit.answer import Refused
from tests.lane import MONDAY, Lane


@pytest.fixture
def intake(lane: Lane) -> Intake:
    return Intake(words="村口的路灯不亮。", area=lane.grid, channel="portal", category="04.lamp")


def test_an_answer_is_kept_with_the_question_as_it_was_asked(lane: Lane, intake: Intake) -> None:
    told = given_of({"pole": " A-017 ", "count": "3", "how": ""})
    case = raise_case(replace(intake, details=told), by=ANONYMOUS, at=MONDAY)
    rows = {row.key: (row.question, row.said) for row in case_page(case, lane.secretary).details}
    assert rows == {"count": ("有几盏不亮？", "3"), "pole": ("灯杆上的编号是多少？", "A-017")}
    with pytest.raises(Exception, match="append-only"):
        Detail.objects.filter(case=case).update(answer="别的")


@pytest.mark.parametrize(
    "wrong", [{"pole": "x" * 501}, {"count": "很多"}, {"how": "不知道"}, {"leash": "yes"}, {"name": "张"}]
)
def test_what_does_not_fit_or_is_not_asked_is_refused(
    lane: Lane, intake: Intake, wrong: dict[str, str]
) -> None:
    with pytest.raises(Refused):
        raise_case(replace(intake, details=given_of(wrong)), by=ANONYMOUS, at=MONDAY)
    assert Case.objects.count() == 0
    assert raise_case(replace(intake, details=given_of({"count": "2"})), by=ANONYMOUS, at=MONDAY)


def test_a_case_without_answers_costs_no_query_more(
    lane: Lane, intake: Intake, django_assert_num_queries
) -> None:
    without = raise_case(intake, by=ANONYMOUS, at=MONDAY)
    asked = raise_case(replace(intake, details=given_of({"count": "2"})), by=ANONYMOUS, at=MONDAY)
    for case, queries in ((without, 0), (asked, 1)):
        with django_assert_num_queries(6 + queries):
            case_page(Case.objects.select_related("words").get(pk=case.pk), lane.secretary)


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("choice", ["大"], ["中", ""]),
        ("yes_no", ["yes", "no"], ["是", "maybe"]),
        ("number", ["3", "-2.5"], ["inf", "nan", "三", "1" * 21]),
        ("text", ["东边"], ["一\n二", "长" * 501]),
        ("date", ["2026-03-02"], ["3月2日", "2026-02-30", "0001-01-01", "20260302"]),
    ],
)
def test_each_kind_of_question_knows_what_fits(kind: str, good: list[str], bad: list[str]) -> None:
    question = Question("q", "?", kind, ("大", "小") if kind == "choice" else ())
    assert all(fits(question, said) for said in good)
    assert not any(fits(question, said) for said in bad)


def test_yes_somebody_is_stuck_in_the_lift_tells_of_danger(lane: Lane) -> None:
    book = rulebook_for(lane.grid.path)
    assert book is not None
    (danger,) = dangers_told(book, "06.lift", given_of({"stuck": "yes"}))
    assert danger.number == "119"
    assert dangers_told(book, "06.lift", given_of({"stuck": "no"})) == ()


def test_what_is_required_is_asked_where_somebody_can_answer(lane: Lane) -> None:
    book = rulebook_for(lane.grid.path)
    assert book is not None
    strict = replace(book, categories=tuple(map(with_required, book.categories)))
    assert not all_answered(strict, "04.lamp", given_of({"pole": "A-017"}))
    assert all_answered(strict, "04.lamp", given_of({"count": "1"}))


def with_required(category):  # type: ignore[no-untyped-def]
    subs = tuple(
        replace(sub, questions=tuple(replace(one, required=one.key == "count") for one in sub.questions))
        for sub in category.subs
    )
    return replace(category, subs=subs)
