"""An edition may wait for its day: from then on it holds for new cases; those that run keep their own."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.test import Client

from linli.governance import reads
from linli.governance.actions.editions import publish_edition
from linli.governance.models import Edition
from linli.kit.answer import Refused
from linli.kit.models import Trace
from tests.governance.bending import bent
from tests.lane import MONDAY, RULES, ZONE, Lane, hours

TEXT = RULES.read_text("utf-8")
NEXT_TEXT = bent(TEXT, 'name = "议策"', 'name = "大家议"')
THIRD_TEXT = bent(TEXT, 'name = "议策"', 'name = "一起议"')
FRIDAY, SUNDAY = date(2026, 3, 6), date(2026, 3, 8)
BOOK = "/console/rulebook/"
Enter = Callable[[str], Client]


def on(day: date, clock: Any, hour: int = 0) -> None:
    """Another process, on that day, at that hour."""
    clock.move_to(MONDAY.astimezone(ZONE).replace(day=day.day, hour=hour, minute=0, second=0))
    reads.forget()


def step_name(lane: Lane) -> str:
    book = reads.rulebook_for(lane.grid.path)
    assert book is not None
    return book.flow("request").steps[2].name


def test_it_holds_from_the_beginning_of_its_day_and_not_a_moment_sooner(lane: Lane, clock: Any) -> None:
    edition = publish_edition(NEXT_TEXT, by=lane.dispatcher, at=MONDAY, effective_on=FRIDAY)
    assert edition.waits(MONDAY) and step_name(lane) == "议策"
    on(FRIDAY, clock)
    clock.shift(timedelta(seconds=-1))
    reads.forget()
    assert step_name(lane) == "议策"
    on(FRIDAY, clock)
    assert step_name(lane) == "大家议" and not edition.waits(hours(24 * 5))


def test_its_day_comes_without_anybody_s_doing(
    lane: Lane, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that holds the old one in memory looks again within a second."""
    publish_edition(NEXT_TEXT, by=lane.dispatcher, at=MONDAY, effective_on=FRIDAY)
    assert step_name(lane) == "议策"
    clock.shift(timedelta(days=5))
    monkeypatch.setattr(reads, "SECONDS_BETWEEN_LOOKS", -1.0)
    assert step_name(lane) == "大家议"


def test_a_case_that_began_before_keeps_its_own_and_one_of_that_day_has_the_new(
    lane: Lane, clock: Any
) -> None:
    publish_edition(NEXT_TEXT, by=lane.dispatcher, at=MONDAY, effective_on=FRIDAY)
    before = lane.case(at=hours(1))
    on(FRIDAY, clock, 9)
    after = lane.case(words="井盖松了。", at=hours(24 * 4 + 1))
    before = lane.bring(before, "triaged")
    assert (before.flow.steps[2].name, after.flow.steps[2].name) == ("议策", "大家议")


@pytest.mark.parametrize("day", [date(2026, 3, 1), MONDAY.astimezone(ZONE).date()])
def test_no_edition_takes_effect_in_the_past_or_in_the_middle_of_a_day(
    lane: Lane, clock: Any, day: date
) -> None:
    with pytest.raises(Refused, match="今天以后"):
        publish_edition(NEXT_TEXT, by=lane.dispatcher, at=MONDAY, effective_on=day)
    assert Edition.objects.of("zhangjiashan").count() == 1


def test_what_takes_effect_sooner_takes_the_place_of_one_that_waits(
    lane: Lane,
    enter: Enter,
    clock: Any,
) -> None:
    publish_edition(NEXT_TEXT, by=lane.dispatcher, at=MONDAY, effective_on=FRIDAY)
    publish_edition(THIRD_TEXT, by=lane.dispatcher, at=hours(1))
    assert step_name(lane) == "一起议"
    on(FRIDAY, clock, 9)
    assert step_name(lane) == "一起议"
    page = enter("secretary").get(f"{BOOK}zhangjiashan/editions/")
    assert [state for _edition, state in page.context["editions"]] == ["holds", "passed_over", "held"]
    assert "未曾生效" in page.content.decode()


def test_two_may_wait_and_each_has_its_time(
    lane: Lane,
    enter: Enter,
    clock: Any,
) -> None:
    publish_edition(NEXT_TEXT, by=lane.dispatcher, at=MONDAY, effective_on=FRIDAY)
    publish_edition(THIRD_TEXT, by=lane.dispatcher, at=hours(1), effective_on=SUNDAY)
    client = enter("secretary")
    page = client.get(f"{BOOK}zhangjiashan/editions/")
    assert [state for _edition, state in page.context["editions"]] == ["waits", "waits", "holds"]
    assert client.get(BOOK).context["waiting"].number == 2
    on(FRIDAY, clock)
    assert step_name(lane) == "大家议"
    waiting = reads.waiting_edition("zhangjiashan", MONDAY + timedelta(days=5))
    assert waiting is not None and waiting.number == 3
    on(SUNDAY, clock)
    assert step_name(lane) == "一起议"


def test_the_same_again_changes_nothing_but_another_day_is_another_edition(lane: Lane, clock: Any) -> None:
    first = publish_edition(NEXT_TEXT, by=lane.dispatcher, at=MONDAY, effective_on=FRIDAY)
    assert publish_edition(NEXT_TEXT, by=lane.dispatcher, at=hours(1), effective_on=FRIDAY) == first
    at_once = publish_edition(NEXT_TEXT, by=lane.dispatcher, at=hours(2))
    assert at_once.number == 3 and step_name(lane) == "大家议"
    assert publish_edition(NEXT_TEXT, by=lane.dispatcher, at=hours(3), effective_on=SUNDAY) == at_once


def test_its_day_stands_in_the_chain_and_cannot_be_moved(lane: Lane, clock: Any) -> None:
    publish_edition(NEXT_TEXT, by=lane.dispatcher, at=MONDAY, effective_on=FRIDAY)
    assert Trace.objects.filter(name="edition.published").latest("pk").facts["effective_on"] == "2026-03-06"
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(number=2).update(effective_at=None)


class TestDoors:
    @pytest.fixture
    def keeper(
        self,
        lane: Lane,
        enter: Enter,
        clock: Any,
    ) -> Client:
        return enter("dispatcher")

    def test_the_office_names_the_day_where_it_publishes(
        self,
        lane: Lane,
        keeper: Client,
        enter: Enter,
    ) -> None:
        form = keeper.post(f"{BOOK}check/", {"words": NEXT_TEXT}).content.decode()
        assert 'name="effective_on"' in form
        sent = {"words": NEXT_TEXT, "key": "k1", "effective_on": "2026-03-06"}
        page = keeper.post(f"{BOOK}publish/", sent, follow=True).content.decode()
        assert "第 2 版自 3月6日" in page and Edition.objects.get(number=2).waits(MONDAY)
        assert "editions/2/" in enter("secretary").get(BOOK).content.decode()
        assert "定于 3月6日" in keeper.get(f"{BOOK}zhangjiashan/editions/2/").content.decode()

    @pytest.mark.parametrize(("day", "status"), [("2026-03-02", 409), ("bald", 422), ("0001-01-01", 422)])
    def test_a_day_that_cannot_be_keeps_what_was_typed(
        self, lane: Lane, keeper: Client, day: str, status: int
    ) -> None:
        answer = keeper.post(f"{BOOK}publish/", {"words": NEXT_TEXT, "key": "k1", "effective_on": day})
        assert answer.status_code == status and "大家议" in answer.content.decode()
        assert Edition.objects.of("zhangjiashan").count() == 1

    def test_the_command_names_it_too(self, lane: Lane, clock: Any, tmp_path: Path, capsys: Any) -> None:
        file = tmp_path / "governance.toml"
        file.write_text(NEXT_TEXT, "utf-8")
        call_command("enact", str(file), "--on", "2026-03-06")
        assert "2026-03-06" in capsys.readouterr().out and step_name(lane) == "议策"
        with pytest.raises(CommandError):
            call_command("enact", str(file), "--on", "2026-03-01")
