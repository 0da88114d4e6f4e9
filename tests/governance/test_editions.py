"""Editions: put in force by an action, never changed, kept by the cases that began under them; the nearest binding holds."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from linli.governance import reads
from linli.governance.actions.editions import bind, publish_edition
from linli.governance.check import Unsound
from linli.governance.models import Edition
from linli.kit.actor import SYSTEM
from linli.kit.answer import Refused
from tests.governance.bending import bent, line_of
from tests.lane import MONDAY, RULES, Lane

TEXT = RULES.read_text("utf-8")
NEXT_TEXT = bent(TEXT, 'name = "议策"', 'name = "大家议"')
VILLAGE_TEXT = bent(TEXT, 'slug = "zhangjiashan"', 'slug = "chashi"')


def test_a_new_edition_counts_on_and_holds_at_once(lane: Lane) -> None:
    edition = publish_edition(NEXT_TEXT, by=lane.dispatcher, at=MONDAY)
    book = reads.rulebook_for(lane.grid.path)
    assert edition.number == 2
    assert book is not None
    assert (book.edition, book.number) == (edition.pk, 2)
    assert book.flow("request").steps[2].name == "大家议"


def test_a_running_case_keeps_the_edition_it_began_under(lane: Lane) -> None:
    case = lane.case()
    publish_edition(NEXT_TEXT, by=lane.dispatcher, at=MONDAY)
    case.refresh_from_db()
    assert case.flow.steps[2].name == "议策"
    assert lane.case(words="村口的井盖松了，车子压过去咚咚响。").flow.steps[2].name == "大家议"


def test_an_unsound_file_takes_no_effect_and_every_fault_is_said(lane: Lane) -> None:
    text = bent(TEXT, 'verb = "accept"', 'verb = "acept"')
    with pytest.raises(Unsound) as refusal:
        publish_edition(text, by=lane.dispatcher, at=MONDAY)
    assert line_of(text, '"acept"') in {fault.line for fault in refusal.value.faults}
    assert Edition.objects.of("zhangjiashan").count() == 1


def test_the_same_content_again_makes_no_new_edition(lane: Lane) -> None:
    before = Edition.objects.of("zhangjiashan").get()
    assert publish_edition(TEXT + "\n# only a remark\n", by=lane.dispatcher, at=MONDAY) == before


def test_only_who_answers_for_the_rule_book_may_change_it(lane: Lane) -> None:
    with pytest.raises(Refused):
        publish_edition(NEXT_TEXT, by=lane.secretary, at=MONDAY)
    with pytest.raises(Refused):
        bind(lane.village, "zhangjiashan", "槎市村", by=lane.secretary, at=MONDAY)


def test_an_edition_can_be_neither_changed_nor_deleted(lane: Lane) -> None:
    edition = Edition.objects.of("zhangjiashan").get()
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(number=7)
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk)._raw_delete(using="default")
    assert Edition.objects.get(pk=edition.pk).number == 1


def test_the_nearest_binding_above_a_place_holds(lane: Lane) -> None:
    publish_edition(VILLAGE_TEXT, by=SYSTEM, at=MONDAY)
    bind(lane.village, "chashi", "槎市村", by=SYSTEM, at=MONDAY)
    slugs = {name: reads.rulebook_for(lane.areas[name].path) for name in ("grid", "village", "other_village")}
    assert {name: book.slug for name, book in slugs.items() if book} == {
        "grid": "chashi",
        "village": "chashi",
        "other_village": "zhangjiashan",
    }
    assert reads.rulebook_for(lane.county.path) is None


def test_one_area_has_one_rule_book(lane: Lane) -> None:
    publish_edition(VILLAGE_TEXT, by=SYSTEM, at=MONDAY)
    with pytest.raises(Refused):
        bind(lane.street, "chashi", "张家山", by=SYSTEM, at=MONDAY)


def test_the_rule_book_in_memory_costs_no_query(lane: Lane) -> None:
    reads.rulebook_for(lane.grid.path)
    with CaptureQueriesContext(connection) as queries:
        for _time in range(100):
            reads.rulebook_for(lane.grid.path)
    assert len(queries) <= 2  # one look, at most, for what another process published


def test_an_edition_of_another_process_is_noticed(lane: Lane, monkeypatch: pytest.MonkeyPatch) -> None:
    reads.rulebook_for(lane.grid.path)
    monkeypatch.setattr("linli.governance.actions.editions.forget", lambda: None)
    publish_edition(NEXT_TEXT, by=SYSTEM, at=MONDAY + timedelta(hours=1))
    monkeypatch.setattr(reads, "SECONDS_BETWEEN_LOOKS", 0.0)
    book = reads.rulebook_for(lane.grid.path)
    assert book is not None
    assert book.number == 2


def test_a_later_base_changes_no_edition(lane: Lane, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linli.governance.load.LOCALITIES", RULES.parent / "nowhere")
    reads.forget()
    book = reads.rulebook_for(lane.grid.path)
    assert book is not None
    assert book.category("04.lamp") is not None
