"""The ledger of calls: a row for each unit that was called, narrowed by its address, out as a sheet exactly as it is shown."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from linli.cases.actions.saved_views import save_view
from linli.cases.actions.whistling import (
    beg_off,
    blow,
    end_whistle,
    excuse_part,
    finish_part,
    rate_call,
    rate_response,
    report_in,
)
from linli.cases.ledgers.calls import CallFilters, calls_for
from linli.cases.models import Case, Export, SavedView, Whistle
from linli.kit.answer import Refused
from linli.kit.models import Trace
from linli.people.actors import actor_for
from tests.cases.whistles import blown, calls, held, part_of, with_water_works
from tests.console.conftest import Enter
from tests.lane import Lane, hours

VIEWS = "/console/cases/views/"
LEDGER, TAKE_OUT = "/console/whistles/ledger/", "/console/whistles/ledger/sheet/"


@pytest.fixture
def case(lane: Lane) -> Case:
    with_water_works(lane)
    return held(lane)


@pytest.fixture
def whistle(lane: Lane, case: Case) -> Whistle:
    """The water works came in time and did it; the company begged off and was excused; ended, and judged by both."""
    found, water = blown(lane, case), waterman(lane)
    ours = finish_part(
        report_in(part_of(found, lane, "water"), by=water, at=hours(3.1)),
        did="换了管子",
        by=water,
        at=hours(4),
    )
    theirs = beg_off(part_of(found, lane, "company"), reason="没有钥匙", by=lane.property, at=hours(90))
    excuse_part(theirs, reason="门已经开了", by=lane.secretary, at=hours(91))
    end_whistle(found, note="水来了", by=lane.secretary, at=hours(92))
    rate_response(ours, mark="well", words="多亏你们", by=lane.secretary, at=hours(93))
    rate_call(ours, mark="needed", words="", by=water, at=hours(93))
    return found


def waterman(lane: Lane) -> Any:
    return actor_for(lane.accounts["waterman"], hours(3))


def sheet_of(client: Client, query: str = "") -> list[dict[str, str]]:
    answer = client.post(TAKE_OUT, {"query": query, "form": "csv", "reason": "季度小结"})
    assert answer.status_code == 302, answer.content.decode()
    sheet = client.get(f"{answer['Location']}sheet/")
    text = b"".join(sheet.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    line, head, *rows = csv.reader(io.StringIO(text))
    assert "季度小结" in line[0]
    return [dict(zip(head, row, strict=True)) for row in rows]


def units(client: Client, query: str) -> list[str]:
    page = client.get(f"{LEDGER}?{query}")
    assert page.status_code == 200
    shown = [part.organisation.name for part, _cells in page.context["rows"]]
    assert shown == [row["单位"] for row in sheet_of(client, query)]
    return sorted(shown)


def test_a_row_tells_what_was_asked_when_they_came_what_was_done_and_how_both_sides_found_it(
    lane: Lane, enter: Enter, whistle: Whistle
) -> None:
    company, water = sheet_of(enter("dispatcher"))
    moment = timezone.localtime(hours(3)).strftime("%Y-%m-%d %H:%M:%S")
    assert (water["编号"], water["吹哨时间"]) == (whistle.case.number, moment)
    assert water["几点前到"] == timezone.localtime(whistle.arrive_by).strftime("%Y-%m-%d %H:%M:%S")
    told = ("单位", "要办什么", "状态", "是否按时", "做了什么", "对单位的评价", "对吹哨的评价")
    assert [water[head] for head in told] == [
        *("供水公司", "关阀门，查漏点", "已办", "按时", "换了管子"),
        *("来了，办到了", "该叫我们来"),
    ]
    assert [company[head] for head in ("单位", "是否按时", "不能来或不用来的原因", "结果怎样")] == [
        *("安居物业", "超期", "没有钥匙；门已经开了", "水来了"),
    ]


def test_what_leads_to_a_person_is_covered_and_what_units_wrote_to_each_other_stays_between_them(
    lane: Lane, enter: Enter, whistle: Whistle
) -> None:
    Whistle.objects.update(reason="打13800001234找人")  # as it may stand there from before it was refused
    client = enter("dispatcher")
    told = client.get(LEDGER).content.decode() + str(sheet_of(client))
    assert "13800001234" not in told and "多亏你们" not in told
    assert "柳青禾" not in str(sheet_of(client)) and "江流声" not in told


def test_the_ledger_says_where_to_go_as_the_page_of_the_call_does_and_the_sheet_leaves_the_room_out(
    lane: Lane, enter: Enter, whistle: Whistle
) -> None:
    Whistle.objects.update(place="门楼花园3栋2单元501室")
    for name in ("dispatcher", "secretary"):
        client = enter(name)
        for page in (LEDGER, "/console/whistles/?show=ended", f"/console/whistles/{whistle.pk}/"):
            assert "门楼花园3栋2单元501室" in client.get(page).content.decode(), (name, page)
    told = {row["在哪里"] for row in sheet_of(enter("dispatcher"))}
    assert len(told) == 1 and "501" not in told.pop()


def test_it_is_narrowed_by_unit_place_state_days_and_lateness_and_the_sheet_follows(
    lane: Lane, enter: Enter, whistle: Whistle
) -> None:
    client = enter("dispatcher")
    both = ["供水公司", "安居物业"]
    assert units(client, "") == both
    assert units(client, f"unit={lane.water.pk}") == ["供水公司"]
    assert units(client, "state=excused") == ["安居物业"]
    assert units(client, "late=on") == ["安居物业"]
    assert units(client, f"area={lane.village.path}") == both
    assert units(client, f"area={lane.other_village.path}") == []
    day = timezone.localdate(whistle.blown_at)
    assert units(client, f"since={day}&until={day}") == both
    assert units(client, f"since={day + timedelta(days=1)}") == []
    assert units(client, f"until={day - timedelta(days=1)}") == []


def test_silence_past_the_time_counts_as_late_until_the_call_has_ended(lane: Lane, case: Case) -> None:
    found = blow(
        case, calls=calls(lane), reason="爆管", place="泵房", urgent=True, by=lane.secretary, at=hours(3)
    )
    late = CallFilters(late=True)
    assert not calls_for(lane.dispatcher, late, hours(3)).exists()
    assert calls_for(lane.dispatcher, late, found.arrive_by + timedelta(minutes=1)).count() == 2
    assert not calls_for(lane.neighbour, late, found.arrive_by + timedelta(minutes=1)).exists()


def test_a_reader_sees_the_calls_of_her_area_and_no_others(
    lane: Lane, enter: Enter, whistle: Whistle
) -> None:
    assert "供水公司" in enter("secretary").get(LEDGER).content.decode()
    assert list(enter("neighbour").get(LEDGER).context["rows"]) == []


def test_where_nobody_was_called_yet_it_says_how_to_call_and_not_to_take_a_filter_away(
    lane: Lane, enter: Enter
) -> None:
    client = enter("dispatcher")
    assert "同时叫几家单位来" in client.get(LEDGER).content.decode()
    narrowed = client.get(f"{LEDGER}?late=on").content.decode()
    assert "没有这样的吹哨" in narrowed and "同时叫几家单位来" not in narrowed


def test_it_goes_out_with_the_right_for_a_reason_and_in_the_log(
    lane: Lane, enter: Enter, whistle: Whistle
) -> None:
    asked = {"query": "", "form": "xlsx", "reason": "季度小结"}
    refused = enter("secretary").post(TAKE_OUT, asked)
    assert refused.status_code == 403 and not Export.objects.exists()
    client = enter("dispatcher")
    assert client.post(TAKE_OUT, {**asked, "reason": " "}).status_code == 422
    assert not Export.objects.exists()
    answer = client.post(TAKE_OUT, asked)
    export = Export.objects.get()
    assert (export.kind, export.rows, export.reason) == ("whistles", 2, "季度小结")
    assert Trace.objects.filter(name="export.asked_for", record_id=export.pk).count() == 1
    assert LEDGER in client.get(answer["Location"]).content.decode()


def test_a_filter_that_is_none_is_refused(lane: Lane, enter: Enter, whistle: Whistle) -> None:
    client = enter("dispatcher")
    assert client.get(f"{LEDGER}?units=1").status_code == 400
    sent = client.post(TAKE_OUT, {"query": "units=1", "form": "csv", "reason": "x"})
    assert sent.status_code == 400 and not Export.objects.exists()
    assert client.get(f"{LEDGER}?since=gestern").context["form"].errors


def test_the_page_asks_no_more_for_more_rows(
    lane: Lane, enter: Enter, whistle: Whistle, django_assert_max_num_queries: Any
) -> None:
    client = enter("dispatcher")
    client.get(LEDGER)
    with django_assert_max_num_queries(20):
        client.get(LEDGER)


class TestViews:
    """Kept, named and shared as those of the list of cases, and by the same doors."""

    QUERY = "state=called&late=on"

    def kept(self, client: Client, name: str = "还没到的") -> SavedView:
        sent = {"list": "whistles", "name": name, "query": self.QUERY}
        answer = client.post(VIEWS, sent, follow=True)
        assert answer.redirect_chain[-1][0] == f"{LEDGER}?{self.QUERY}"
        assert f">{name}<" in answer.content.decode()
        return SavedView.objects.get(kind="whistles", name=name)

    def change(self, client: Client, view: SavedView, **sent: Any) -> Any:
        return client.post(f"{VIEWS}{view.pk}/", sent)

    def test_one_is_opened_renamed_and_removed_where_it_was_kept(
        self, lane: Lane, enter: Enter, whistle: Whistle
    ) -> None:
        client = enter("secretary")
        view = self.kept(client)
        assert f'href="?{self.QUERY.replace("&", "&amp;")}"' in client.get(LEDGER).content.decode()
        assert client.get(f"{LEDGER}?{view.query}").context["form"].filters == CallFilters(
            state="called", late=True
        )
        renamed = self.change(client, view, act="rename", name="催一催")
        assert renamed["Location"] == f"{LEDGER}?{self.QUERY}"
        assert "催一催" in client.get(LEDGER).content.decode()
        assert self.change(client, view, act="remove").status_code == 302
        assert not SavedView.objects.exists() and "催一催" not in client.get(LEDGER).content.decode()

    def test_the_two_lists_do_not_mix_even_under_one_name(
        self, lane: Lane, enter: Enter, whistle: Whistle
    ) -> None:
        client = enter("secretary")
        client.post(VIEWS, {"name": "本周", "query": "stage=open"})
        calls_view = self.kept(client, "本周")
        assert [view["view"].kind for view in client.get("/console/cases/").context["views"]] == ["cases"]
        assert [view["view"] for view in client.get(LEDGER).context["views"]] == [calls_view]
        other = self.kept(client, "另一个")
        self.change(client, other, act="rename", name="本周")
        assert SavedView.objects.get(pk=other.pk).name == "另一个"

    def test_it_is_shared_with_a_unit_of_hers_and_only_she_changes_it(
        self, lane: Lane, enter: Enter, whistle: Whistle
    ) -> None:
        view = self.kept(enter("dispatcher"))
        assert "还没到的" not in enter("clerk").get(LEDGER).content.decode()
        self.change(enter("dispatcher"), view, act="share", unit=lane.units["office"].pk)
        assert "还没到的" in enter("clerk").get(LEDGER).content.decode()
        self.change(enter("clerk"), view, act="remove")
        assert SavedView.objects.get() == view
        assert self.change(enter("secretary"), view, act="remove").status_code == 404

    def test_there_are_no_views_of_a_list_that_nobody_knows(
        self, lane: Lane, enter: Enter, whistle: Whistle
    ) -> None:
        sent = {"list": "people", "name": "本周", "query": ""}
        assert enter("secretary").post(VIEWS, sent).status_code == 400
        with pytest.raises(Refused, match="不能存为视图"):
            save_view("本周", "", kind="people", by=lane.secretary, at=hours(1))
        assert not SavedView.objects.exists()
