"""Between two Chinese sentences stands no half-width space: the full-width stop brings its own."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.translation import override

import linli
from tools import po

HERE = Path(linli.__file__).parent
SAID = re.compile(
    r'{% translate "(?P<line>[^"]*)"[^%]*%}|{% blocktranslate[^%]*%}(?P<block>.*?){% endblocktranslate %}',
    re.S,
)
STOPS = tuple("。：？！；，")
# A space, then words: no chip, button or small print, which stand apart in every language.
SPACE = re.compile(
    r"(?:{% endif %}|</(?:b|strong|span)>)*(?:{% (?:if|for)[^%]*%})* "
    r'(?={{|{% (?:translate|blocktranslate|if|for) |<(?:strong|mark|b)>|<a (?!class="button))'
)


def chinese() -> dict[str, str]:
    return {
        message.source: message.texts[0]
        for path in HERE.glob("*/locale/zh_Hans/LC_MESSAGES/django.po")
        for message in po.read(path)
        if message.translated
    }


def gaps(template: str, texts: dict[str, str]) -> list[str]:
    found = []
    for said in SAID.finditer(template):
        block = (said["block"] or "").split("{% plural %}")[0]
        source = said["line"] or re.sub(r"{{ ([\w.]+) }}", r"%(\1)s", block)
        after = SPACE.match(template, said.end())
        if texts.get(source, "").endswith(STOPS) and after:
            found.append(template[said.start() : after.end() + 20])
    return found


def test_no_template_puts_a_space_between_two_sentences_by_hand() -> None:
    texts = chinese()
    assert len(texts) > 1000
    wrong = [(path.name, gap) for path in HERE.rglob("*.html") for gap in gaps(path.read_text(), texts)]
    assert wrong == []


@pytest.mark.parametrize(
    "after", [' {% translate "B." %}', "</strong> {{ name }}", "{% if more %} {{ name }}"]
)
def test_a_space_by_hand_is_found(after: str) -> None:
    template = '{% translate "A." %}' + after
    assert gaps(template, {"A.": "甲。"}) and not gaps(template, {"A.": "甲"})
    assert not gaps(
        template.replace(" {{", "{% gap %}{{").replace(" {% tr", "{% gap %}{% tr"), {"A.": "甲。"}
    )


@pytest.mark.parametrize(("language", "space"), [("zh-hans", ""), ("en", " ")])
def test_the_gap_is_as_wide_as_the_language_wants_it(language: str, space: str) -> None:
    with override(language):
        assert Template("{% load linli %}a{% gap %}b").render(Context()) == f"a{space}b"
