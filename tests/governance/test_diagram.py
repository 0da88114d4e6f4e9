"""The drawing of a flow: every step in it, narrow, without inline style, and said in words as well."""

import re
from xml.etree import ElementTree

import pytest
from django.utils import translation

from linli.governance.check import check
from linli.governance.diagram import diagram, in_words, wrapped
from linli.governance.explain import explain, explain_flow, limit_words, rhythm_words
from linli.governance.limits import Limit, Rhythm
from linli.governance.model import RuleBook
from tests.governance.bending import MODELS, model_text

SVG = "{http://www.w3.org/2000/svg}"


def book_of(slug: str) -> RuleBook:
    book = check(model_text(slug)).book
    assert book is not None
    return book


@pytest.mark.parametrize("slug", MODELS)
def test_every_step_of_every_flow_is_drawn_under_its_name(slug: str) -> None:
    book = book_of(slug)
    for flow in book.flows.values():
        drawing = ElementTree.fromstring(diagram(explain_flow(book, flow)))  # noqa: S314
        drawn = {group.get("data-verb"): "".join(group.itertext()) for group in drawing.iter(f"{SVG}g")}
        assert list(drawn) == [step.verb for step in flow.steps]
        for step in flow.steps:
            assert step.name in drawn[step.verb]
        said = drawing.findtext(f"{SVG}desc") or ""
        assert all(verb.step_name in said for verb in flow.verbs.values())


@pytest.mark.parametrize("slug", MODELS)
def test_the_drawing_fits_a_phone_and_keeps_to_the_security_policy(slug: str) -> None:
    book = book_of(slug)
    svg = diagram(explain_flow(book, book.flow("request")))
    assert "style=" not in svg
    assert "<script" not in svg
    assert not re.search(r"\son\w+=", svg)
    width, height = re.search(r'viewBox="0 0 (\d+) (\d+)"', svg).groups()  # type: ignore[union-attr]
    assert int(width) <= 360
    assert max(int(y) for y in re.findall(r'<text[^>]* y="(\d+)"', svg)) <= int(height)


def test_a_skipped_step_is_dashed_and_a_needed_one_is_not() -> None:
    book = book_of("zhangjiashan")
    drawing = ElementTree.fromstring(diagram(explain_flow(book, book.flow("request"))))  # noqa: S314
    dashed = {
        group.get("data-verb")
        for group in drawing.iter(f"{SVG}g")
        if group.find(f"{SVG}rect[@stroke-dasharray]") is not None
    }
    assert dashed == {step.verb for step in book.flow("request").steps if step.optional}


def test_names_with_angle_brackets_are_drawn_as_words() -> None:
    text = model_text("zhangjiashan").replace('name = "问需"', 'name = "<b>问&需</b>"', 1)
    book = check(text).book
    assert book is not None
    svg = diagram(explain_flow(book, book.flow("request")))
    assert "&lt;b&gt;问&amp;需&lt;/b&gt;" in svg
    ElementTree.fromstring(svg)  # noqa: S314


def test_lines_break_between_characters_and_never_begin_with_a_comma() -> None:
    assert wrapped("网格员、村干部、调解员", 8) == ["网格员、", "村干部、", "调解员"]
    assert wrapped("a grid worker of the village", 12) == ["a grid", "worker of", "the village"]
    assert "".join(wrapped("很长" * 30, 7)) == "很长" * 30


def test_the_words_say_who_does_each_step() -> None:
    book = book_of("alxa_small_grid")
    with translation.override("zh-hans"):
        said = in_words(explain_flow(book, book.flow("request")))
    assert "1. 走访收集 (居民本人、任何人（不用账号）" in said
    assert "另外还可以" in said


def test_limits_and_rhythms_are_said_in_the_reader_s_language() -> None:
    with translation.override("zh-hans"):
        assert limit_words(Limit(4, "wh")) == "4 个工作小时"
        assert rhythm_words(Rhythm(2, 1, "month")) == "每月 2 次"
        assert rhythm_words(Rhythm(1, 3, "day")) == "每 3 天一次"
    with translation.override("en"):
        assert limit_words(Limit(1, "wd")) == "1 working day"
        assert rhythm_words(Rhythm(1, 1, "week")) == "every week"
        assert limit_words(None) == ""


def test_the_whole_rule_book_is_explained_with_ladder_and_duties() -> None:
    with translation.override("zh-hans"):
        told = explain(book_of("zhangjiashan"))
    assert [rung.name for rung in told.ladder][-1] == "街道调度会"
    assert told.ladder[-1].meetings == ("街道调度会", "党政班子联席会")
    lamp = next(line for line in told.duties if line.code == "04.lamp")
    assert (lamp.role, lamp.first, lamp.legal_class) == ("街道承办干部", "2 个工作小时", "基本履职")
    assert [line.code for line in told.duties if line.top] == [f"{number:02d}" for number in range(1, 17)]
