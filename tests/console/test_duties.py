"""The duty list with its gaps and overlaps, and sending as it proposes."""

from linli.cases.actions.triage import triage
from linli.cases.models import Case
from linli.governance.duty_list import duty_list, overlaps
from linli.governance.reads import rulebook_for
from linli.governance.vacancies import vacancies
from tests.console.conftest import Enter
from tests.lane import MONDAY, Lane, hours

PAGE = "/console/duties/"
SEND = "/console/inbox/send/"


def test_each_line_says_who_stands_in_the_class_and_the_basis(enter: Enter) -> None:
    page = enter("dispatcher").get(PAGE).content.decode()
    for words in ("应急险情", "街道承办干部", "包村干部", "基本履职", "网格事项清单"):
        assert words in page


def test_a_post_that_nobody_holds_is_a_gap_with_what_it_answers_for(lane: Lane) -> None:
    book = rulebook_for(lane.street.path)
    assert book is not None
    found = vacancies(book, duty_list(book), lane.street.path, MONDAY.date())
    gaps = {(gap.area.name, gap.role) for gap in found}
    assert (lane.village.name, "人民调解员") in gaps
    assert (lane.grid.name, "网格员") not in gaps
    mediator = next(gap for gap in found if gap.role == "人民调解员" and gap.area == lane.village)
    assert mediator.backup == "村“两委”成员" and mediator.matters


def test_a_narrower_line_that_names_another_role_is_shown(lane: Lane) -> None:
    book = rulebook_for(lane.street.path)
    assert book is not None
    bent = book.duties[1].__class__(covers=("03",), role="village_committee", level="")
    from dataclasses import replace

    found = overlaps(replace(book, duties=(*book.duties, bent)))
    assert any(one.code == "03.rubbish" and one.narrower for one in found)


def test_what_waits_is_sent_by_one_button(lane: Lane, enter: Enter) -> None:
    case = triage(lane.case(), category="03.rubbish", title="垃圾", by=lane.secretary, at=hours(1))
    client = enter("secretary")
    page = client.get(SEND).content.decode()
    assert "周小满" in page
    key = page.split('name="key" value="')[1].split('"')[0]
    assert client.post(SEND, {"case": [case.number], "key": key}).status_code == 302
    assert Case.objects.get(pk=case.pk).stage == "dispatched"


def test_what_was_sent_together_is_taken_back_together(lane: Lane, enter: Enter) -> None:
    cases = [
        triage(lane.case(), category="03.rubbish", title="垃圾", by=lane.secretary, at=hours(1))
        for _n in range(2)
    ]
    client = enter("secretary")
    page = client.post(SEND, {"case": [case.number for case in cases], "key": "k"}, follow=True)
    assert "全部撤回" in page.content.decode() and SEND in page.content.decode()
    assert set(Case.objects.values_list("stage", flat=True)) == {"dispatched"}
    client.post(f"/console/cases/bulk/{page.context['act'].pk}/undo/")
    assert set(Case.objects.values_list("stage", "holder_post")) == {("triaged", None)}


def test_what_is_refused_stays_with_its_reason(lane: Lane, enter: Enter) -> None:
    good, bad = (
        triage(lane.case(), category="03.rubbish", title="垃圾", by=lane.secretary, at=hours(1))
        for _n in range(2)
    )
    Case.objects.filter(pk=bad.pk).update(category="")
    answer = enter("secretary").post(SEND, {"case": [good.number, bad.number], "key": "k"}, follow=True)
    assert "类别" in answer.content.decode()
    assert [Case.objects.get(pk=case.pk).stage for case in (good, bad)] == ["dispatched", "triaged"]


def test_sent_twice_with_one_key_runs_once(lane: Lane, enter: Enter) -> None:
    case = triage(lane.case(), category="03.rubbish", title="垃圾", by=lane.secretary, at=hours(1))
    client = enter("secretary")
    for _again in range(2):
        assert client.post(SEND, {"case": [case.number], "key": "k"}).status_code == 302
    assert Case.objects.get(pk=case.pk).holdings.count() == 1


def test_without_a_mark_nothing_is_sent(lane: Lane, enter: Enter) -> None:
    triage(lane.case(), category="03.rubbish", title="垃圾", by=lane.secretary, at=hours(1))
    answer = enter("secretary").post(SEND, {"key": "k"}, follow=True)
    assert "请先勾选" in answer.content.decode()
    assert set(Case.objects.values_list("stage", flat=True)) == {"triaged"}


def test_nothing_of_another_village_is_sent(lane: Lane, enter: Enter) -> None:
    case = triage(lane.case(), category="03.rubbish", title="垃圾", by=lane.secretary, at=hours(1))
    enter("neighbour").post(SEND, {"case": [case.number], "key": "k"})
    assert Case.objects.get(pk=case.pk).stage == "triaged"
