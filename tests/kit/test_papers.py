"""Papers as PDF: every character can be read out again, and what the typefaces lack is shown as missing."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from linli.kit.papers.press import FONTS, drawable, is_drawn, picture_code, printed
from tests.paper_text import opened, pages_of

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
POSTER = "console/posters/poster.typ"
# Radicals look like these letters and stand elsewhere in the character set: 子 力 生 文 是.
MUST_STAY = "子力生文高长青黄鱼龙龟是福神"


def poster(name: str = "沿江路 3 号", **more: object) -> bytes:
    place = {"name": name, "above": "店下网格", "address": "https://linli.example/q/b1/", "alt": "二维码"}
    place["drawing"] = picture_code(str(place["address"]))
    told = {"brand": "邻里", "ask": "您想说什么？", "promise": "", "telephone": "0795-7000000"}
    told |= {"steps": ["扫一扫", "说一说", "留编号"], "otherwise": "也可以打电话", "places": [place], **more}
    return printed(POSTER, told, title="海报", at=AT)


def test_the_text_of_a_paper_comes_out_as_it_went_in() -> None:
    text = pages_of(poster(MUST_STAY))[0].replace("\n", "")
    assert MUST_STAY in text and "0795-7000000" in text and "您想说什么？" in text
    assert not [letter for letter in text if "\u2e80" <= letter <= "\u2fdf"]


def test_rare_characters_of_names_are_drawn_and_read_out() -> None:
    assert "䶮㛃𬭎" in pages_of(poster("䶮㛃𬭎"))[0]


@pytest.mark.parametrize(
    ("given", "shown"), [("热水😀", "热水〓"), ("👨‍👩‍👧", "〓〓〓"), ("a\x00b", "a〓b"), ("正常", "正常")]
)
def test_a_character_without_a_drawing_does_not_stop_the_press(given: str, shown: str) -> None:
    assert drawable({"x": [given]}) == {"x": [shown]}
    assert shown in pages_of(poster(given))[0]


def test_words_are_never_taken_for_markup() -> None:
    rude = '#panic("x") *fett* $x$ = <a> @preview/x'
    assert rude.replace(" ", "") in pages_of(poster(rude))[0].replace(" ", "").replace("\n", "")


def test_a_paper_names_its_language_its_title_and_the_archival_standard() -> None:
    pdf = poster()
    whole = b" ".join([*opened(pdf).objects.values(), *opened(pdf).streams.values()])
    assert b"/Lang(zh-CN)" in whole and b"StructTreeRoot" in whole
    assert b"<pdfaid:part>2" in whole and b"<pdfuaid:part>1" in whole


def test_the_typefaces_hold_every_letter_they_promise() -> None:
    from fontTools.ttLib import TTFont

    drawn = set(TTFont(Path(FONTS) / "NotoSansSC-Regular.ttf").getBestCmap())
    promised = {code for code in range(0x20, 0x30000) if is_drawn(chr(code))}
    assert len(promised) > 21_000
    assert promised - drawn - {0x2252, 0xA0} == set()
