import pytest

from linli.cases.actions.publishing import publish, unpublish
from linli.cases.models import Case, Publication
from linli.kit.actor import ANONYMOUS
from linli.kit.answer import Refused
from tests.lane import Lane, hours

TEXT = {"title": "村口路灯修好了", "problem": "村口三盏路灯不亮。", "result": "换了三个灯头，当晚亮灯。"}


@pytest.fixture
def closed(lane: Lane) -> Case:
    return lane.bring(lane.case(area=lane.building), "closed")


def test_everybody_reads_what_a_person_reviewed(lane: Lane, closed: Case) -> None:
    publish(closed, **TEXT, by=lane.secretary, at=hours(8))
    shown = Publication.objects.visible_to(ANONYMOUS).get()
    assert (shown.title, shown.verdict, shown.area_name) == ("村口路灯修好了", "solved", "槎市村")


def test_a_doorstep_is_never_shown(lane: Lane, closed: Case) -> None:
    shown = publish(closed, **TEXT, by=lane.secretary, at=hours(8))
    assert "栋" not in shown.area_name


@pytest.mark.parametrize("words", ["联系 13900001234", "身份证 11010519491231002X", "写信给 a.b@example.org"])
def test_what_leads_to_a_person_does_not_get_through(lane: Lane, closed: Case, words: str) -> None:
    with pytest.raises(Refused, match="认出"):
        publish(closed, **{**TEXT, "result": words}, by=lane.secretary, at=hours(8))
    assert Publication.objects.count() == 0


def test_an_open_case_is_not_published(lane: Lane) -> None:
    case = lane.bring(lane.case(), "answered")
    with pytest.raises(Refused):
        publish(case, **TEXT, by=lane.secretary, at=hours(8))


def test_a_sealed_category_is_never_published(lane: Lane) -> None:
    case = lane.bring(lane.case(), "closed")
    Case.objects.filter(pk=case.pk).update(category="16.attitude")
    with pytest.raises(Refused, match="不公示"):
        publish(case, **TEXT, by=lane.secretary, at=hours(8))


def test_taken_off_the_board_it_is_gone_for_everybody(lane: Lane, closed: Case) -> None:
    publish(closed, **TEXT, by=lane.secretary, at=hours(8))
    unpublish(closed, reason="居民要求", by=lane.secretary, at=hours(9))
    assert not Publication.objects.visible_to(ANONYMOUS).exists()


def test_publishing_again_replaces_the_text(lane: Lane, closed: Case) -> None:
    publish(closed, **TEXT, by=lane.secretary, at=hours(8))
    publish(closed, **{**TEXT, "title": "路灯亮了"}, by=lane.secretary, at=hours(9))
    assert [row.title for row in Publication.objects.visible_to(ANONYMOUS)] == ["路灯亮了"]
