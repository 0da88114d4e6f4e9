"""Lists of areas, of organisations, and of people with their posts."""

from pathlib import Path
from typing import Any

from django.utils import translation

from linli.console.imports.readers import READERS, with_words_of_the_place
from linli.kit.actor import SYSTEM
from linli.kit.importing.running import Result, run
from linli.kit.models import Trace
from linli.people.models import Account, Post
from linli.places.models import Area, Organisation
from tests.importing.sheets import text_table, workbook
from tests.lane import Lane, hours


def bring(kind: str, path: Path, area_path: str, **choices: Any) -> Result:
    with translation.override("en"):
        return run(
            path,
            READERS[kind],
            area_path=area_path,
            meanings={},
            choices=with_words_of_the_place(kind, area_path, choices),
            source="s1",
            only_check=False,
            good_rows=False,
            faults_to=None,
            by=SYSTEM,
            at=hours(24),
            progress=lambda phase, rows, total: None,
        )


DIVISIONS = [
    ["code", "name", "streetCode"],
    ["990101001001", "柳巷社区居委会", "360982005"],
    ["990101001002", "石桥村委会", "360982005"],
]


def test_official_divisions_are_founded_below_the_codes_of_their_parents(lane: Lane, tmp_path: Path) -> None:
    result = bring("areas", text_table(tmp_path / "villages.csv", DIVISIONS), "")
    again = bring("areas", text_table(tmp_path / "villages.csv", DIVISIONS), "")

    made = Area.objects.get(code="990101001001")
    assert (made.parent_id, made.level, made.stem) == (lane.areas["street"].pk, "village", "柳巷")
    assert (result.findings.good, again.findings.good, again.findings.already) == (2, 0, 2)


def test_a_parent_that_nobody_knows_is_a_fault(lane: Lane, tmp_path: Path) -> None:
    rows = [*DIVISIONS, ["990199001001", "无根村委会", "999999999"]]
    result = bring("areas", text_table(tmp_path / "villages.csv", rows), "")

    assert result.findings.faulty == 1
    assert Area.objects.filter(code="990101001001").exists()


CHAIN = [
    ["序号", "街道", "社区", "网格", "楼栋"],
    ["1", "张家山街道", "柳巷社区", "一网格", "1栋"],
    ["2", "张家山街道", "柳巷社区", "一网格", "2栋"],
    ["3", "张家山街道", "柳巷社区", "二网格", ""],
]


def test_a_chain_of_names_makes_each_area_once(lane: Lane, tmp_path: Path) -> None:
    street = lane.areas["street"]
    bring("areas", workbook(tmp_path / "t.xlsx", CHAIN), street.path)
    before = Area.objects.count()
    again = bring("areas", workbook(tmp_path / "t.xlsx", CHAIN), street.path)

    community = Area.objects.get(name="柳巷社区")
    assert (community.parent_id, community.level) == (street.pk, "community")
    assert Area.objects.filter(name="一网格", parent=community).count() == 1
    assert Area.objects.filter(level="building", parent__name="一网格").count() == 2
    assert (Area.objects.count(), again.findings.good) == (before, 0)


UNITS = [["单位名称", "单位类型", "社区"], ["柳风物业", "物业公司", "槎市村"], ["石桥商会", "商会", "蛟湖村"]]


def test_organisations_come_with_the_kinds_of_the_rule_book(lane: Lane, tmp_path: Path) -> None:
    path = lane.areas["street"].path
    bring("organisations", workbook(tmp_path / "t.xlsx", UNITS), path)
    again = bring("organisations", workbook(tmp_path / "t.xlsx", UNITS), path)

    company = Organisation.objects.get(name="柳风物业")
    assert (company.kind, company.area_id) == ("property", lane.areas["village"].pk)
    assert Organisation.objects.get(name="石桥商会").kind == "商会"
    assert (again.findings.good, again.findings.already) == (0, 2)


def test_an_organisation_in_an_unknown_area_keeps_the_list_out(lane: Lane, tmp_path: Path) -> None:
    rows = [*UNITS, ["远方公司", "物业公司", "没有这个村"]]
    result = bring("organisations", workbook(tmp_path / "t.xlsx", rows), lane.areas["street"].path)

    assert result.refused
    assert not Organisation.objects.filter(name="柳风物业").exists()
    assert [str(place) for place, _sentence in result.findings.faults[0].places] == ["Sheet1!C4"]


STAFF = [
    ["姓名", "联系电话", "岗位", "所属网格", "任职时间"],
    ["柳青青", "13800002222", "网格员", "店下网格", "2025年3月1日"],
    ["石大方", "13800003333", "网格员", "店下网格", "2025/3/1"],
]


def test_people_get_accounts_without_a_password_and_posts_with_their_term(lane: Lane, tmp_path: Path) -> None:
    path = lane.areas["street"].path
    bring("people", workbook(tmp_path / "t.xlsx", STAFF), path)
    again = bring("people", workbook(tmp_path / "t.xlsx", STAFF), path)

    account = Account.objects.get(username="13800002222")
    post = Post.objects.get(account=account)
    assert (account.name, account.has_usable_password()) == ("柳青青", False)
    assert (post.role, post.area_id, str(post.starts_on)) == (
        "grid_worker",
        lane.areas["grid"].pk,
        "2025-03-01",
    )
    assert (again.findings.good, again.findings.already) == (0, 2)


def test_a_role_or_area_that_the_place_does_not_know_is_a_fault_at_its_cell(
    lane: Lane, tmp_path: Path
) -> None:
    rows = [*STAFF, ["白果", "13800004444", "大内总管", "没有的网格", ""]]
    before = (Account.objects.count(), Trace.objects.count())
    result = bring("people", workbook(tmp_path / "t.xlsx", rows), lane.areas["street"].path)

    places = [str(place) for place, _sentence in result.findings.faults[0].places]
    assert places == ["Sheet1!C4", "Sheet1!D4"]
    assert (Account.objects.count(), Trace.objects.count()) == before
