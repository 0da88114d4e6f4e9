from pathlib import Path
from typing import Any

import pytest

from linli.cases.ledgers.fields import case_fields
from linli.kit.importing.engine import Opened, open_table
from linli.kit.sheets.mapping import DROPPED, RUNNING
from linli.kit.sheets.remembered import recognised
from tests.importing.sheets import HEADINGS, message, text_table, workbook

FIELDS = case_fields()
LEDGER = [
    "序号",
    "信访类型(来信/来访/来电)",
    "接件时间",
    "信访人姓名和相关信息",
    "信访内容",
    "案件地点",
    "联系电话",
    "办理情况",
    "备注",
]


def opened(tmp_path: Path, rows: list[list[Any]]) -> Opened:
    return open_table(workbook(tmp_path / "t.xlsx", rows), FIELDS)


def meanings(found: Opened) -> dict[str, str]:
    return {column.heading.key: column.meaning for column in found.proposed.columns if column.heading.key}


def ledger_row(number: int) -> list[Any]:
    return [
        number,
        "来访",
        f"2025年3月{number}日 9时",
        "匿名",
        f"第{number}件：井盖响个不停，夜里睡不好。",
        "柳巷口",
        "",
        "转办：市政所",
        "",
    ]


def test_a_mailbox_is_understood_without_asking(tmp_path: Path) -> None:
    found = opened(tmp_path, [HEADINGS, message(1), message(2)])

    assert list(meanings(found).values()) == [
        "source_id",
        "petitioner",
        "title",
        "raised_at",
        "words",
        "answer",
        "answered_at",
    ]
    assert all(column.sure for column in found.proposed.columns)


def test_titles_above_group_headings_and_sums_below_are_no_records(tmp_path: Path) -> None:
    rows = [
        ["某街道来访登记台账"],
        ["填报单位：某社区"],
        LEDGER,
        *map(ledger_row, range(1, 6)),
        ["合计", "", "5 件"],
        ["填表人：", "甲"],
    ]
    found = opened(tmp_path, rows)

    assert [row.number for row in found.rows()] == [4, 5, 6, 7, 8]
    assert found.asides == 2
    assert meanings(found)["序号"] == RUNNING


def test_choices_in_the_brackets_of_a_heading_do_not_hide_it(tmp_path: Path) -> None:
    found = opened(tmp_path, [LEDGER, ledger_row(1), ledger_row(2)])

    column = found.proposed.columns[1]
    assert column.meaning == "channel"
    assert column.heading.choices == ("来信", "来访", "来电")


def test_headings_of_two_rows_are_joined(tmp_path: Path) -> None:
    rows = [
        ["工单编号", "受理时间", "诉求", "", "地点", ""],
        ["", "", "标题", "内容描述", "街道", "社区"],
        ["A1", "2025-03-01 10:00", "灯不亮", "巷口的灯坏了好几天没人来修。", "东街", "柳巷社区"],
        ["A2", "2025-03-02 10:00", "井盖响", "井盖一压就响，夜里睡不好觉啊。", "东街", "柳巷社区"],
    ]
    found = opened(tmp_path, rows)

    assert [row.number for row in found.rows()] == [3, 4]
    assert meanings(found)["诉求内容描述"] == "words"
    assert found.proposed.of("area") == (4, 5)


@pytest.mark.parametrize(
    "heading",
    [
        "重点人员类别",
        "是否上访人员",
        "居民积分",
        "信用等级",
        "精神障碍",
        "宗教信仰",
        "身份证号",
        "Risk level",
        "Credit score",
    ],
)
def test_a_column_that_marks_people_is_dropped_and_cannot_be_chosen(tmp_path: Path, heading: str) -> None:
    found = opened(tmp_path, [[*HEADINGS, heading], [*message(1), "甲"], [*message(2), "乙"]])

    column = found.proposed.columns[-1]
    assert column.meaning == DROPPED
    assert not column.samples
    chosen = found.proposed.changed({column.index: "remark"}, FIELDS)
    assert chosen.columns[-1].meaning == DROPPED


def test_a_harmless_heading_does_not_bring_marks_of_people_in(tmp_path: Path) -> None:
    rows = [[*HEADINGS, "备注"], [*message(1), "上访人员"], [*message(2), "重点人员"], [*message(3), ""]]
    assert opened(tmp_path, rows).proposed.columns[-1].meaning == DROPPED


def test_the_resident_s_satisfaction_is_no_mark_of_a_person(tmp_path: Path) -> None:
    rows = [[*HEADINGS, "回访总体满意度"], [*message(1), "满意"], [*message(2), "不满意"]]
    assert opened(tmp_path, rows).proposed.columns[-1].meaning == "verdict"


OLD = [
    "12345工单编号",
    "12345受理时间",
    "12345诉求地址",
    "12345内容描述",
    "主办单位",
    "答复市民要点",
    "年",
    "小区编号",
    "一级业务分类",
]
NEW = ["受理时间", "工单编号", "诉求地址", "内容描述", "主办单位", "答复市民要点", "一级分类", "满意度"]


def hotline(headings: list[str]) -> list[list[Any]]:
    cells = {
        "工单编号": "HL2025030001",
        "受理时间": "2025-03-01 08:15:00",
        "诉求地址": "柳巷 3 号",
        "内容描述": "路灯一闪一闪，走夜路的人害怕。",
        "主办单位": "市政所",
        "答复市民要点": "已经派人更换了镇流器，并请继续监督。",
        "年": 2025,
        "小区编号": 17,
        "分类": "公共设施",
        "满意度": "满意",
    }
    by_end = lambda heading: next(value for end, value in cells.items() if heading.endswith(end))  # noqa: E731
    return [headings, [by_end(h) for h in headings], [by_end(h) for h in headings]]


def test_a_form_whose_owner_renamed_added_and_moved_columns_is_known_again(tmp_path: Path) -> None:
    before = opened(tmp_path, hotline(OLD))
    remembered = before.proposed.meanings
    assert remembered["12345内容描述"] == "words"

    now = open_table(workbook(tmp_path / "new.xlsx", hotline(NEW)), FIELDS)
    known = recognised(now.proposed, remembered, FIELDS)

    assert known is not None
    assert [column.meaning for column in known.mapping.columns][:4] == [
        "raised_at",
        "source_id",
        "place",
        "words",
    ]
    changes = {(change.was, change.now) for change in known.changes}
    assert changes == {
        ("12345受理时间", "受理时间"),
        ("12345工单编号", "工单编号"),
        ("12345诉求地址", "诉求地址"),
        ("12345内容描述", "内容描述"),
        ("一级业务分类", "一级分类"),
        ("", "满意度"),
        ("年", ""),
        ("小区编号", ""),
    }


def test_what_a_person_chose_stays_chosen_when_the_order_changes(tmp_path: Path) -> None:
    before = opened(tmp_path, [HEADINGS, message(1)])
    chosen = before.proposed.changed({1: ""}, FIELDS).meanings

    turned = [list(reversed(HEADINGS)), list(reversed(message(1)))]
    now = open_table(workbook(tmp_path / "new.xlsx", turned), FIELDS)
    known = recognised(now.proposed, chosen, FIELDS)

    assert known is not None
    assert known.is_same
    assert not known.mapping.of("petitioner")
    assert now.fingerprint == before.fingerprint


def test_another_form_is_not_taken_for_a_known_one(tmp_path: Path) -> None:
    before = opened(tmp_path, [HEADINGS, message(1)])
    now = open_table(workbook(tmp_path / "new.xlsx", [LEDGER, ledger_row(1), ledger_row(2)]), FIELDS)

    assert recognised(now.proposed, before.proposed.meanings, FIELDS) is None


def test_sheets_under_the_same_headings_come_together_and_others_are_named(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "t.xlsx",
        [["说明"], ["每月一张"]],
        [HEADINGS, message(1)],
        [HEADINGS, message(2), message(3)],
        names=["说明", "一月", "二月"],
    )
    found = open_table(path, FIELDS)

    assert [(row.sheet, row.number) for row in found.rows()] == [("一月", 2), ("二月", 2), ("二月", 3)]
    assert found.others == ("说明",)


def test_headings_of_another_country_are_understood(tmp_path: Path) -> None:
    headings = [
        "CASE_ENQUIRY_ID",
        "OPEN_DT",
        "TARGET_DT",
        "CLOSED_DT",
        "CASE_TITLE",
        "Location",
        "LATITUDE",
        "LONGITUDE",
        "Property_Type",
    ]
    row = [
        "1010",
        "2015-03-01 10:00:00",
        "2015-03-05 10:00:00",
        "",
        "Lamp out",
        "3 Elm St",
        "42.1",
        "-71.2",
        "Address",
    ]
    found = open_table(text_table(tmp_path / "t.csv", [headings, row, row]), FIELDS)

    assert list(meanings(found).values()) == [
        "source_id", "raised_at", "due_at", "closed_at", "title", "place", "latitude", "longitude", "",
    ]  # fmt: skip


def test_a_single_field_is_not_claimed_twice_when_a_form_grows(tmp_path: Path) -> None:
    before = opened(
        tmp_path, [["工单编号", "发生时间", "内容描述"], ["A1", "2025-03-01", "路灯不亮，走夜路的人害怕。"]]
    )
    rows = [
        ["工单编号", "受理时间", "发生时间", "内容描述"],
        ["A1", "2025-03-02", "2025-03-01", "路灯不亮，走夜路的人害怕。"],
    ]
    now = open_table(workbook(tmp_path / "new.xlsx", rows), FIELDS)

    known = recognised(now.proposed, before.proposed.meanings, FIELDS)

    assert known is not None
    assert len(known.mapping.of("raised_at")) == 1
    assert any(not column.sure for column in known.mapping.columns)
