"""Each of the five models runs its own chain, under its own names, from nothing but its own files."""

from datetime import datetime

import pytest

from linli.cases.models import Case, Publication
from linli.cases.reads import case_page
from linli.cases.reads_of_rows import with_page
from linli.config.planting import LOCALITIES, SHIPPED, plant
from linli.config.stories import tell
from linli.governance.reads import forget, rulebook_for
from linli.kit.actor import ANONYMOUS, SYSTEM
from linli.kit.models import Trace
from linli.kit.trace import broken_links
from tests.lane import ZONE

NOW = datetime(2026, 11, 20, 17, 50, tzinfo=ZONE)
FOUNDED = datetime(2024, 1, 1, tzinfo=ZONE)

pytestmark = pytest.mark.django_db

# The case of each story that goes the whole way, and the steps that everybody reads, in the words of the place.
CHAINS = {
    "zhangjiashan": (
        "stairs",
        ["问需", "登记入册", "议策", "挂单", "带头领单", "办理", "答复", "评效", "回访", "办结", "公示"],
    ),
    "xijing": ("chess", ["老幼点单", "分类打包", "村党委接单", "小区党支部派单", "志愿者领单"]),
    "jiangnan_124": (
        "dark_road",
        ["反映", "列入需求清单", "研判", "清单发布", "认领", "立行立改", "反馈", "评价", "总结", "阳光公示"],
    ),
    "county_four_rises": ("haircut", ["点单", "派单", "接单", "评单", "晒单"]),
    "alxa_small_grid": (
        "heat",
        ["走访收集", "入台账", "研判大小", "社区吹哨", "部门报到", "联合处置", "答复", "办结", "公示"],
    ),
}


def told(slug: str) -> tuple[Case, list[str], list[str]]:
    """The chain's case after its story, its step names in order, and the verbs behind them."""
    forget()
    planting = plant(slug, at=FOUNDED, password=None)
    case = tell(planting, now=NOW)[CHAINS[slug][0]]
    page = case_page(with_page(Case.objects).get(pk=case.pk), SYSTEM)
    return page.case, [event.name for event in page.events], [event.verb for event in page.events]


def in_this_order(wanted: list[str], names: list[str]) -> bool:
    rest = iter(names)
    return all(name in rest for name in wanted)


@pytest.mark.parametrize("slug", SHIPPED)
def test_the_chain_of_this_model_runs_to_its_published_end(slug: str) -> None:
    case, names, verbs = told(slug)
    assert in_this_order(CHAINS[slug][1], names), names
    assert in_this_order(["raise", "register", "triage", "answer", "rate", "close", "publish"], verbs), verbs
    assert (case.stage, case.end_state) == ("closed", "solved")
    assert set(Case.objects.values_list("channel", flat=True)) <= set(case.rulebook.channels)
    assert Publication.objects.visible_to(ANONYMOUS).filter(case=case).exists()


@pytest.mark.parametrize("slug", SHIPPED)
def test_every_trace_of_the_story_follows_from_the_one_before(slug: str) -> None:
    told(slug)
    rows = Trace.objects.order_by("record_kind", "record_id", "number")
    assert rows.count() > 50
    assert list(broken_links(rows.iterator())) == []


def test_one_installation_holds_all_five_side_by_side() -> None:
    forget()
    tops = {}
    for slug in SHIPPED:
        planting = plant(slug, at=FOUNDED, password=None)
        tops[slug] = max(planting.areas.values(), key=lambda area: len(area.path)).path
    assert {slug: rulebook_for(path).slug for slug, path in tops.items()} == {slug: slug for slug in SHIPPED}


def test_every_shipped_locality_is_told_of_here() -> None:
    folders = {path.parent.name for path in LOCALITIES.glob("*/governance.toml")}
    assert folders == set(SHIPPED) == set(CHAINS)
