"""The five places as they are: sound, complete, and each chain under its own names."""

import json
import tomllib

import pytest
from django.utils.translation import override

from linli.governance.check import check
from linli.governance.limits import Limit, Rhythm
from linli.governance.load import content_of, read_content
from linli.governance.model import RuleBook
from linli.governance.vocabulary import KINDS
from tests.governance.bending import LOCALITIES, MODELS, model_text


def book_of(slug: str) -> RuleBook:
    report = check(model_text(slug))
    assert report.book is not None
    return report.book


def chain(slug: str, kind: str) -> list[str]:
    return [step.name for step in book_of(slug).flow(kind).steps]


@pytest.mark.parametrize("slug", MODELS)
def test_each_of_the_five_files_is_sound_without_a_word_of_advice(slug: str) -> None:
    report = check(model_text(slug))
    assert report.sound
    assert [str(fault) for fault in report.faults] == []


@pytest.mark.parametrize("slug", MODELS)
def test_an_edition_reads_back_as_the_same_rule_book(slug: str) -> None:
    text = model_text(slug)
    assert read_content(content_of(text)) == book_of(slug)


@pytest.mark.parametrize("slug", MODELS)
def test_every_kind_of_case_that_a_place_keeps_can_be_raised_and_ends(slug: str) -> None:
    book = book_of(slug)
    assert {"request", "wish", "project", "proposal"} <= set(book.kinds) <= set(KINDS)
    for kind in book.kinds:
        assert all(book.flow(kind).ends_from(stage) for stage in book.flow(kind).stages)


@pytest.mark.parametrize("slug", MODELS)
def test_whether_a_project_is_as_said_can_be_looked_at_everywhere(slug: str) -> None:
    flow = book_of(slug).flow("project")
    assert {"ask_check", "report_check"} <= set(flow.verbs)
    for verb in ("ask_check", "report_check"):
        assert flow.verb(verb).roles and flow.verb(verb).stages & flow.reachable, verb


@pytest.mark.parametrize("verb", ["ask_check", "report_check"])
@pytest.mark.parametrize("slug", MODELS)
def test_one_half_of_a_look_is_told_in_a_sentence(slug: str, verb: str) -> None:
    text = model_text(slug)
    begins = text.index(f"{verb} = ", text.index("[flow.project.also]"))
    without = text[:begins] + text[text.index("\n", begins) + 1 :]
    with override("zh-hans"):
        found = [(fault.code, fault.sentence) for fault in check(without).faults]
    said = {
        "ask_check": ("nobody_asks_to_look", "却没有人能请人去看"),
        "report_check": ("looked_for_ever", "却没有人能说看到了什么"),
    }
    assert [(code, said[verb][1] in words) for code, words in found] == [(said[verb][0], True)]


def test_xijing_orders_accepts_dispatches_and_claims_under_its_own_names() -> None:
    assert chain("xijing", "order")[:5] == [
        "老幼点单",
        "分类打包",
        "村党委接单",
        "小区党支部派单",
        "志愿者领单",
    ]


def test_jiangnan_has_four_levels_four_parties_and_its_round_of_four() -> None:
    book = book_of("jiangnan_124")
    led = [level.organisation for level in book.levels if level.organisation]
    assert led == ["街道党工委", "社区大党委", "小区党支部", "网格党小组"]
    assert book.meetings["four_parties"].decides
    assert book.schemes["communities"].steps == ("评价", "整改", "反馈", "总结")
    flow = book.flow("request")
    names = {verb.key: verb.step_name for verb in flow.verbs.values()}
    assert (names["verify"], names["reopen"], names["answer"], names["close"]) == (
        "评价",
        "整改",
        "反馈",
        "总结",
    )


def test_the_county_runs_exactly_five_orders() -> None:
    assert chain("county_four_rises", "order") == ["点单", "派单", "接单", "评单", "晒单"]
    assert len(book_of("county_four_rises").checklists["eight_haves"].items) == 8


def test_zhangjiashan_asks_deliberates_takes_and_judges_on_a_ladder_of_four() -> None:
    names = chain("zhangjiashan", "request")
    headline = [name for name in names if name in {"问需", "议策", "接单", "评效"}]
    assert headline == ["问需", "议策", "接单", "评效"]
    book = book_of("zhangjiashan")
    assert [rung.meeting for rung in book.ladder] == [
        "",
        "two_committees",
        "group_leaders",
        "street_dispatch",
    ]
    assert book.meetings["two_committees"].rhythm == Rhythm(1, 1, "month")
    assert book.level("grid").households == (30, 50)


def test_alxa_blows_the_whistle_and_reports_in() -> None:
    names = chain("alxa_small_grid", "request")
    assert names[names.index("社区吹哨") + 1] == "部门报到"
    assert book_of("alxa_small_grid").promises["visit_3_days"].rhythm == Rhythm(1, 3, "day")


def test_the_four_ones_are_daily_weekly_monthly_and_yearly() -> None:
    book = book_of("jiangnan_124")
    ones = [promise.rhythm.unit for promise in book.promises.values() if promise.group == "四个一"]
    assert ones == ["day", "week", "month", "year"]


def test_every_named_meeting_of_the_five_places_is_declared() -> None:
    named = {meeting.name for slug in MODELS for meeting in book_of(slug).meetings.values()}
    assert named >= {
        "座谈会", "党群联席会议", "邻里夜谈", "邻里话室会", "板凳议事会", "业委会协商议事会",
        "社区治理共同体联席会议", "县级联席会议", "党建联席会议", "兼职地党组织会议", "村“两委”班子会",
        "村（居）民小组长会", "妇女小组长会", "街道调度会", "党政班子联席会", "屋场会", "主题党日", "党员大会",
        "村（居）民代表会", "联席“三会一课”", "开放式组织生活", "清廉讲堂", "村民会议", "村民代表会议",
        "居民会议", "业主大会", "听证会", "协调会", "评议会",
    }  # fmt: skip


def test_the_sixteen_categories_stand_with_their_clocks() -> None:
    book = book_of("alxa_small_grid")
    assert [category.code for category in book.categories] == [f"{number:02d}" for number in range(1, 17)]
    assert book.clock("01.fire", "first") == Limit(15, "min")
    assert book.clock("04.manhole", "resolve") == Limit(24, "h")
    assert book.clock("04.flood", "first") == Limit(4, "wh")  # the category's, since it names none of its own
    assert book.clock("10.family", "resolve") == Limit(30, "d")
    assert book.is_sealed("16.shirking")
    assert book.clock("16.shirking", "resolve") is None


def test_a_place_may_shorten_a_clock_of_the_base() -> None:
    assert book_of("zhangjiashan").clock("04.lamp", "first") == Limit(2, "wh")
    assert book_of("xijing").clock("04.lamp", "first") == Limit(4, "wh")


def test_the_narrower_line_of_the_duty_list_wins() -> None:
    book = book_of("zhangjiashan")
    white, other = book.duty("03.white", "village"), book.duty("03.toilet", "village")
    assert white is not None
    assert other is not None
    assert (white.role, other.role) == ("grid_worker", "village_committee")
    without_company, with_company = book.duty("06.roof", "group"), book.duty("06.roof", "village")
    assert without_company is not None
    assert with_company is not None
    assert (without_company.role, with_company.role) == ("village_committee", "property_clerk")


def test_a_property_company_never_learns_who_spoke() -> None:
    for slug in MODELS:
        assert book_of(slug).hides_identity_from("property_clerk")


def test_words_of_danger_are_heard_and_name_the_number_to_call() -> None:
    (danger,) = book_of("xijing").dangers_in("三楼着火了，快来人")
    assert danger.number == "119"
    assert book_of("xijing").dangers_in("路灯不亮了") == ()


@pytest.mark.parametrize("slug", MODELS)
def test_areas_units_and_people_keep_to_the_rule_book(slug: str) -> None:
    book = book_of(slug)
    areas = tomllib.loads((LOCALITIES / slug / "areas.toml").read_text("utf-8"))["area"]
    cast = tomllib.loads((LOCALITIES / slug / "people.toml").read_text("utf-8"))
    levels = {row["key"]: row["level"] for row in areas}
    above = {level.key: set(level.under) for level in book.levels}
    assert len(levels) == len(areas)
    for row in areas:
        assert row["level"] in above
        if "under" in row:
            assert levels[row["under"]] in above[row["level"]], row
    units = {row["key"]: row["kind"] for row in cast["organisation"]}
    assert set(units.values()) <= set(book.organisations)
    for person in cast["person"]:
        role = book.role(person["role"])
        assert levels[person["area"]] == role.level, person
        assert units.get(person.get("organisation", ""), "") == role.organisation, person


def test_log_in_names_are_unique_over_all_five_places() -> None:
    names = [
        person["username"]
        for slug in MODELS
        for person in tomllib.loads((LOCALITIES / slug / "people.toml").read_text("utf-8"))["person"]
    ]
    assert len(names) == len(set(names))


def test_the_figures_of_the_places_stand_in_their_areas() -> None:
    def count(slug: str, level: str) -> int:
        areas = tomllib.loads((LOCALITIES / slug / "areas.toml").read_text("utf-8"))["area"]
        return sum(row["level"] == level for row in areas)

    assert count("zhangjiashan", "grid") == 386
    assert (count("county_four_rises", "community"), count("county_four_rises", "grid")) == (9, 66)
    assert (count("alxa_small_grid", "community"), count("alxa_small_grid", "grid")) == (9, 52)
    assert count("alxa_small_grid", "building") == 126
    assert (count("xijing", "estate"), count("jiangnan_124", "estate")) == (5, 27)


def test_the_content_of_an_edition_keeps_the_order_of_the_file() -> None:
    content = json.loads(content_of(model_text("zhangjiashan")))
    assert list(content["level"])[:5] == ["province", "city", "county", "street", "village"]


@pytest.mark.parametrize("slug", MODELS)
def test_in_each_of_the_five_units_can_be_called_together(slug: str) -> None:
    book = book_of(slug)
    rules = book.whistle
    assert rules.name and {"property", "utility", "department"} <= set(rules.units)
    assert {book.roles[role].organisation for role in rules.report} == set(rules.units)
    assert not set(rules.blow) & set(rules.report)
    assert str(rules.arrive) == "4 wh" and str(rules.urgent) == "30 min"
