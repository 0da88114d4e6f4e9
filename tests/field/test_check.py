"""Asked to go and look: it stands on top of today, is answered on a page of its own, with photos."""

import pytest

from linli.cases.actions.checking import ask_check
from linli.cases.models import Case, Check
from tests.field.conftest import Enter
from tests.field.test_case import at, photo
from tests.lane import Lane, hours


@pytest.fixture
def asked(lane: Lane) -> Case:
    case = lane.bring(lane.case(area=lane.village), "registered")
    ask_check(case, post=lane.post("worker"), question="几盏不亮？", by=lane.secretary, at=hours(1))
    return Case.objects.get(pk=case.pk)


def test_it_stands_on_top_of_today_for_whoever_was_asked_alone(lane: Lane, enter: Enter, asked: Case) -> None:
    assert "几盏不亮？" in enter("worker").get("/field/").content.decode()
    assert "几盏不亮？" not in enter("volunteer").get("/field/").content.decode()


def test_the_page_of_the_case_says_what_to_look_for(enter: Enter, asked: Case) -> None:
    html = enter("worker").get(at(asked)).content.decode()
    assert "几盏不亮？" in html and at(asked, "report_check/") in html
    assert enter("volunteer").get(at(asked)).status_code == 404


def test_reported_with_a_photo_it_leaves_the_list(enter: Enter, asked: Case, tmp_path, settings) -> None:
    settings.MEDIA_ROOT = tmp_path
    worker = enter("worker")
    sent = worker.post(
        at(asked, "report_check/"), {"found": "as_said", "words": "三盏都不亮。", "pictures": [photo()]}
    )
    assert sent.status_code == 302 and sent.url == "/field/"
    assert Check.objects.get(case=asked).outcome == "as_said"
    assert asked.pictures.get().moment == "check"
    assert "几盏不亮？" not in worker.get("/field/").content.decode()


def test_refused_without_a_choice_what_was_typed_stays(enter: Enter, asked: Case) -> None:
    answer = enter("worker").post(at(asked, "report_check/"), {"words": "三盏都不亮。"})
    assert answer.status_code == 409 and "三盏都不亮。" in answer.content.decode()
