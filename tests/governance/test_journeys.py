"""For each of the five places one case goes its whole way, and the timeline speaks the names of the place."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from linli.cases.models import Case
from linli.cases.reads import case_page
from linli.cases.reads_of_rows import with_page
from linli.config.planting import plant
from linli.config.stories import tell
from linli.governance.reads import forget
from linli.kit.actor import SYSTEM
from tests.governance.bending import MODELS

NOW = datetime(2026, 3, 12, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))

# place, key of the case in its story, the names that the timeline must tell, in this order
CHAINS = {
    "xijing": (
        "chess",
        [
            "老幼点单",
            "分类打包",
            "村党委接单",
            "小区党支部派单",
            "志愿者领单",
            "上门办理",
            "反馈",
            "评价",
            "公开",
        ],
    ),
    "jiangnan_124": (
        "dark_road",
        ["反映", "列入需求清单", "研判", "清单发布", "认领", "立行立改", "反馈", "评价", "总结", "阳光公示"],
    ),
    "county_four_rises": ("haircut", ["点单", "派单", "接单", "评单", "晒单"]),
    "zhangjiashan": ("lamps", ["问需", "登记入册", "议策", "派单", "接单", "答复", "评效", "公示"]),
    "alxa_small_grid": (
        "heat",
        ["走访收集", "入台账", "研判大小", "社区吹哨", "部门报到", "联合处置", "答复", "公示"],
    ),
}


def test_every_place_has_its_journey() -> None:
    assert set(CHAINS) == set(MODELS)


@pytest.mark.parametrize("slug", MODELS)
def test_a_case_goes_its_whole_way_under_the_names_of_the_place(db: None, slug: str) -> None:
    forget()
    founded = NOW.replace(year=2024, month=1, day=1)
    story = tell(plant(slug, at=founded, password=None), now=NOW)
    key, chain = CHAINS[slug]
    case = story[key]
    assert (case.stage, case.end_state) == ("closed", "solved")

    page = case_page(with_page(Case.objects).get(pk=case.pk), SYSTEM)
    told = [event.name for event in page.events]
    assert _in_order(chain, told), told


def _in_order(chain: list[str], told: list[str]) -> bool:
    rest = iter(told)
    return all(name in rest for name in chain)
