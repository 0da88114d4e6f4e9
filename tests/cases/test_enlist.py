import pytest
from django.db import IntegrityError, transaction

from linli.cases.actions.listing import delist, enlist
from linli.cases.models import Case, ListLine
from linli.cases.reads import case_page
from linli.cases.verbs import ACTIONS
from linli.kit.actor import ANONYMOUS
from linli.kit.answer import Refused
from linli.kit.trace import traces_of
from tests.lane import Lane, hours

TEXT = {"title": "村口装几盏路灯", "wanted": "村口三盏路灯不亮，想请人来修。"}


@pytest.fixture
def triaged(lane: Lane) -> Case:
    return lane.bring(lane.case(area=lane.building), "triaged")


def test_everybody_reads_what_a_person_put_on_the_list(lane: Lane, triaged: Case) -> None:
    enlist(triaged, onto="needs", **TEXT, by=lane.secretary, at=hours(2))
    line = ListLine.objects.visible_to(ANONYMOUS).get()
    assert (line.list_key, line.title, line.area_name, line.state) == (
        "needs",
        TEXT["title"],
        "槎市村",
        "open",
    )


@pytest.mark.parametrize("who", ["volunteer", "neighbour", "property"])
def test_only_the_roles_of_the_rule_book_put_a_case_on_a_list(lane: Lane, triaged: Case, who: str) -> None:
    with pytest.raises(Refused):
        enlist(triaged, onto="needs", **TEXT, by=getattr(lane, who), at=hours(2))
    assert not ListLine.objects.exists()


@pytest.mark.parametrize("onto", ["projects", "households", "nothing"])
def test_a_list_takes_only_the_kinds_that_the_rule_book_says(lane: Lane, triaged: Case, onto: str) -> None:
    with pytest.raises(Refused, match="换一张清单"):
        enlist(triaged, onto=onto, **TEXT, by=lane.secretary, at=hours(2))


def test_a_case_that_nobody_sorted_does_not_stand_on_a_list(lane: Lane) -> None:
    with pytest.raises(Refused, match="类别"):
        enlist(lane.case(), onto="needs", **TEXT, by=lane.secretary, at=hours(1))


def test_a_sealed_matter_never_stands_on_a_list(lane: Lane, triaged: Case) -> None:
    Case.objects.filter(pk=triaged.pk).update(category="16.attitude")
    with pytest.raises(Refused, match="不公示"):
        enlist(triaged, onto="needs", **TEXT, by=lane.secretary, at=hours(2))


def test_what_leads_to_a_person_does_not_get_onto_a_list(lane: Lane, triaged: Case) -> None:
    with pytest.raises(Refused, match="认出"):
        enlist(triaged, onto="needs", title="路灯", wanted="联系 13900001234", by=lane.secretary, at=hours(2))


def test_a_case_moves_from_one_list_to_another_and_both_keep_the_history(lane: Lane, triaged: Case) -> None:
    enlist(triaged, onto="needs", **TEXT, by=lane.secretary, at=hours(2))
    second = enlist(triaged, onto="problems", **TEXT, by=lane.secretary, at=hours(3))
    first = ListLine.objects.get(list_key="needs")
    assert (first.state, first.went_to, second.state) == ("moved", "problems", "open")
    assert (second.came_from, first.next_line) == (first, second)
    facts = [t.facts["left"] for t in traces_of(triaged).filter(name="case.enlisted").order_by("number")]
    assert facts == ["", "needs"]


def test_enlisting_again_on_the_same_list_changes_the_text(lane: Lane, triaged: Case) -> None:
    enlist(triaged, onto="needs", **TEXT, by=lane.secretary, at=hours(2))
    enlist(triaged, onto="needs", **{**TEXT, "title": "修路灯"}, by=lane.secretary, at=hours(3))
    assert [line.title for line in ListLine.objects.all()] == ["修路灯"]


def test_the_database_keeps_a_case_on_one_list_at_a_time(lane: Lane, triaged: Case) -> None:
    line = enlist(triaged, onto="needs", **TEXT, by=lane.secretary, at=hours(2))
    line.pk, line.list_key = None, "problems"
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save(force_insert=True)


def test_what_was_taken_off_is_counted_and_not_read(lane: Lane, triaged: Case) -> None:
    enlist(triaged, onto="needs", **TEXT, by=lane.secretary, at=hours(2))
    with pytest.raises(Refused, match="原因"):
        delist(triaged, reason=" ", by=lane.secretary, at=hours(3))
    delist(triaged, reason="居民不想公开了", by=lane.secretary, at=hours(3))
    assert not ListLine.objects.visible_to(ANONYMOUS).exists()
    assert ListLine.objects.counted()["removed"] == 1
    with pytest.raises(Refused, match="没有列在"):
        delist(triaged, reason="再来一次", by=lane.secretary, at=hours(4))


def test_the_counts_of_a_list_add_up_to_all_that_ever_stood_on_it(lane: Lane) -> None:
    """Sixty-seven needs in small: some solved at once, some moved to the problems, the rest on their way."""
    for stage in ("triaged", "offered", "taken", "working", "answered", "closed", "closed"):
        case = lane.bring(lane.case(), "triaged")
        enlist(case, onto="needs", **TEXT, by=lane.secretary, at=hours(1.5))
        lane.bring(case, stage)
    moved, gone, withdrawn = (lane.bring(lane.case(), "triaged") for _ in range(3))
    for case in (moved, gone, withdrawn):
        enlist(case, onto="needs", **TEXT, by=lane.secretary, at=hours(1.5))
    enlist(moved, onto="problems", **TEXT, by=lane.secretary, at=hours(2))
    delist(gone, reason="重复了", by=lane.secretary, at=hours(2))
    ACTIONS["withdraw"](withdrawn, by=lane.resident(withdrawn), at=hours(2), reason="")
    counts = ListLine.objects.on("needs").counted()
    assert counts == {
        "open": 2,
        "claimed": 1,
        "under_way": 2,
        "done": 2,
        "ended": 1,
        "moved": 1,
        "removed": 1,
    }
    assert sum(counts.values()) == ListLine.objects.on("needs").count() == 10
    for line in ListLine.objects.select_related("case"):
        assert ListLine.objects.in_state(line.state).filter(pk=line.pk).exists()


def test_a_case_that_climbed_is_still_with_whoever_had_it(lane: Lane, triaged: Case) -> None:
    line = enlist(triaged, onto="needs", **TEXT, by=lane.secretary, at=hours(2))
    lane.bring(triaged, "taken")
    Case.objects.filter(pk=triaged.pk).update(stage="triaged")
    line = ListLine.objects.select_related("case").get(pk=line.pk)
    assert line.state == "claimed" and ListLine.objects.counted()["claimed"] == 1


def test_the_resident_reads_in_her_story_that_it_was_listed(lane: Lane, triaged: Case) -> None:
    enlist(triaged, onto="needs", **TEXT, by=lane.secretary, at=hours(2))
    page = case_page(triaged, lane.resident(triaged))
    assert "列入清单" in [event.name for event in page.events]
