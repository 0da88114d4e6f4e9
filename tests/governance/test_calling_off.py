"""An edition that waits for its day can be called off: it never takes effect, and nothing else changes."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from linli.governance import reads
from linli.governance.actions.editions import call_off_edition, can_call_off_edition, publish_edition
from linli.governance.models import CallOff, Edition
from linli.kit.actor import SYSTEM
from linli.kit.answer import Refused
from linli.kit.models import Trace
from tests.governance.test_later_day import (
    BOOK,
    FRIDAY,
    NEXT_TEXT,
    SUNDAY,
    TEXT,
    THIRD_TEXT,
    Enter,
    on,
    step_name,
)
from tests.lane import MONDAY, Lane, hours

PAGE = f"{BOOK}zhangjiashan/editions/2/"


@pytest.fixture
def waiting(lane: Lane, clock: Any) -> Edition:
    return publish_edition(NEXT_TEXT, by=lane.dispatcher, at=MONDAY, effective_on=FRIDAY)


def states(enter: Enter) -> list[str]:
    page = enter("secretary").get(f"{BOOK}zhangjiashan/editions/")
    return [state for _edition, state in page.context["editions"]]


def test_its_day_comes_and_what_held_before_goes_on(
    lane: Lane, waiting: Edition, enter: Enter, clock: Any
) -> None:
    before = lane.case(at=hours(1))
    edition = call_off_edition(waiting, by=lane.dispatcher, at=hours(2))
    assert not edition.waits(hours(2)) and reads.waiting_edition("zhangjiashan", hours(2)) is None
    on(FRIDAY, clock, 9)
    after = lane.case(words="井盖松了。", at=hours(24 * 4 + 1))
    assert step_name(lane) == "议策" and before.rulebook == after.rulebook
    assert states(enter) == ["called_off", "holds"]


def test_another_process_that_remembers_it_drops_it_too(
    lane: Lane, waiting: Edition, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert step_name(lane) == "议策"
    CallOff.objects.create(edition=waiting, called_off_at=hours(1))  # by a process other than this one
    clock.move_to(hours(24 * 5))
    monkeypatch.setattr(reads, "SECONDS_BETWEEN_LOOKS", -1.0)
    assert step_name(lane) == "议策"


def test_who_may_publish_may_call_off_and_nobody_else(lane: Lane, waiting: Edition) -> None:
    path = lane.village.path
    assert can_call_off_edition(lane.dispatcher, waiting, path, hours(1))
    assert "负责人" in str(can_call_off_edition(lane.secretary, waiting, path, hours(1)).sentence)
    with pytest.raises(Refused, match="负责人"):
        call_off_edition(waiting, by=lane.secretary, at=hours(1))
    assert not CallOff.objects.exists()


def test_only_while_it_waits(lane: Lane, waiting: Edition, clock: Any) -> None:
    in_force = Edition.objects.get(number=1)
    for edition, at in ((in_force, hours(1)), (waiting, hours(24 * 5))):
        with pytest.raises(Refused, match="还没到生效日"):
            call_off_edition(edition, by=lane.dispatcher, at=at)
    on(FRIDAY, clock, 9)
    assert step_name(lane) == "大家议"


def test_once_more_changes_nothing_even_after_its_day(lane: Lane, waiting: Edition) -> None:
    for at in (hours(1), hours(2), hours(24 * 5)):
        assert call_off_edition(waiting, by=lane.dispatcher, at=at) == waiting
    assert [one.called_off_at for one in CallOff.objects.all()] == [hours(1)]
    traced = Trace.objects.get(name="edition.called_off")
    assert traced.facts == {"slug": "zhangjiashan", "number": 2}
    with pytest.raises(Refused):
        call_off_edition(waiting, by=lane.secretary, at=hours(3))


def test_neither_the_edition_nor_the_word_that_ended_it_is_ever_changed(lane: Lane, waiting: Edition) -> None:
    call_off_edition(waiting, by=lane.dispatcher, at=hours(1))
    for rows in (Edition.objects.filter(pk=waiting.pk), CallOff.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(version=9)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete(using="default")


def test_the_same_text_may_be_published_again_under_the_next_number(
    lane: Lane, waiting: Edition, clock: Any
) -> None:
    call_off_edition(waiting, by=lane.dispatcher, at=hours(1))
    same = publish_edition(TEXT, by=lane.dispatcher, at=hours(2))
    assert same.number == 1  # it is in force, whatever was called off meanwhile
    again = publish_edition(NEXT_TEXT, by=lane.dispatcher, at=hours(3), effective_on=FRIDAY)
    assert again.number == 3 and again.waits(hours(3))
    on(FRIDAY, clock)
    assert step_name(lane) == "大家议"


def test_one_that_had_to_give_way_waits_again(lane: Lane, waiting: Edition, enter: Enter, clock: Any) -> None:
    call_off_edition(waiting, by=lane.dispatcher, at=hours(1))
    publish_edition(NEXT_TEXT, by=lane.dispatcher, at=hours(2), effective_on=SUNDAY)
    sooner = publish_edition(THIRD_TEXT, by=lane.dispatcher, at=hours(3), effective_on=FRIDAY)
    assert states(enter) == ["waits", "passed_over", "called_off", "holds"]
    call_off_edition(sooner, by=lane.dispatcher, at=hours(4))
    assert states(enter) == ["called_off", "waits", "called_off", "holds"]
    on(SUNDAY, clock)
    assert step_name(lane) == "大家议"


class TestDoors:
    def test_the_office_calls_it_off_where_it_reads_that_it_waits(
        self, lane: Lane, waiting: Edition, enter: Enter
    ) -> None:
        keeper, button = enter("dispatcher"), f'action="{PAGE}call-off/"'
        for page in (BOOK, PAGE):
            shown = keeper.get(page).content.decode()
            assert button in shown and "现行版本继续有效" in shown
        said = keeper.post(f"{PAGE}call-off/", follow=True).content.decode()
        assert "第 2 版已取消" in said and "不会生效" in said and button not in said
        assert "第 2 版自" not in keeper.get(BOOK).content.decode()
        assert "生效前已取消" in keeper.get(f"{BOOK}zhangjiashan/editions/").content.decode()

    def test_who_may_not_reads_why(self, lane: Lane, waiting: Edition, enter: Enter) -> None:
        reader = enter("secretary")
        assert "call-off" not in reader.get(BOOK).content.decode()
        page = reader.get(PAGE).content.decode()
        assert "call-off" not in page and "才能取消待生效的版本" in page
        assert reader.post(f"{PAGE}call-off/").status_code == 403
        assert not CallOff.objects.exists()

    def test_one_in_force_stays_and_one_that_is_none_is_not_found(
        self, lane: Lane, waiting: Edition, enter: Enter
    ) -> None:
        keeper = enter("dispatcher")
        said = keeper.post(f"{BOOK}zhangjiashan/editions/1/call-off/", follow=True).content.decode()
        assert "还没到生效日" in said and step_name(lane) == "议策"
        assert keeper.post(f"{BOOK}zhangjiashan/editions/7/call-off/").status_code == 404

    def test_a_form_sent_twice_says_what_became_of_the_edition(
        self, lane: Lane, enter: Enter, clock: Any
    ) -> None:
        keeper, sent = enter("dispatcher"), {"words": NEXT_TEXT, "key": "k1", "effective_on": "2026-03-06"}
        keeper.post(f"{BOOK}publish/", sent)
        keeper.post(f"{PAGE}call-off/")
        assert "第 2 版已取消" in keeper.post(f"{BOOK}publish/", sent, follow=True).content.decode()
        assert Edition.objects.count() == 2


class TestCommand:
    def test_it_names_place_and_number(self, lane: Lane, waiting: Edition, capsys: Any) -> None:
        for _time in range(2):
            call_command("enact", "--call-off", "zhangjiashan", "2")
            assert "第 2 版已取消" in capsys.readouterr().out
        assert CallOff.objects.get().called_off_by == SYSTEM.account_id

    @pytest.mark.parametrize(
        ("words", "code"),
        [
            (["--call-off", "zhangjiashan", "1"], 1),
            (["--call-off", "zhangjiashan", "9"], 2),
            (["--call-off", "zhangjiashan", "two"], 2),
            (["governance.toml", "--call-off", "zhangjiashan", "2"], 2),
            ([], 2),
        ],
    )
    def test_what_it_cannot_do_it_says(
        self, lane: Lane, waiting: Edition, words: list[str], code: int
    ) -> None:
        with pytest.raises(CommandError) as stop:
            call_command("enact", *words)
        assert stop.value.returncode == code and not CallOff.objects.exists()
