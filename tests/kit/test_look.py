import re
from pathlib import Path

import pytest
from django import forms
from django.http import HttpResponse
from django.template import Context, Template
from django.test import Client

import linli.kit
from linli.kit.answer import no, yes

STATIC = Path(linli.kit.__file__).parent / "static/kit"
CSS = (STATIC / "linli.css").read_text()


def page(look: str = "", **cookies: str) -> HttpResponse:
    client = Client()
    if look:
        client.cookies["look"] = look
    for name, value in cookies.items():
        client.cookies[name] = value
    return client.get("/look/")


def drawn(source: str, **names: object) -> str:
    return Template("{% load linli %}" + source).render(Context(names)).strip()


def test_the_page_of_elements_shows_each_drawing_of_the_sprite() -> None:
    html = page().content.decode()
    names = re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text())
    assert len(names) >= 40
    assert [name for name in names if f"icons.svg#{name}" not in html] == []


def test_a_switch_is_kept_and_leads_back_to_where_it_was_pressed() -> None:
    client = Client()
    answer = client.post("/look/switch/", {"size": "elder", "next": "/look/?x=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/look/?x=1")
    client.post("/look/switch/", {"shade": "dark"})
    assert re.search(r"<html [^>]*data-elder data-dark>", client.get("/look/").content.decode())
    client.post("/look/switch/", {"size": "usual", "shade": "device"})
    assert '<html lang="zh-Hans">' in client.get("/look/").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)", ""])
def test_a_switch_never_leads_to_another_site(elsewhere: str) -> None:
    assert Client().post("/look/switch/", {"size": "elder", "next": elsewhere})["Location"] == "/"


def test_a_switch_is_never_thrown_by_a_link() -> None:
    assert Client().get("/look/switch/?size=elder").status_code == 405


def test_whoever_reloads_the_address_of_a_form_reads_where_to_go() -> None:
    answer = Client().get("/look/switch/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "请从表单那一页进来" in answer.content.decode()
    told = Client(headers={"accept": "application/json"}).get("/look/switch/")
    assert (told.status_code, told.json()["status"]) == (405, 405)


def test_pages_speak_chinese_until_the_reader_chooses_otherwise() -> None:
    client = Client(headers={"accept-language": "en-US,en"})
    assert "全部元素" in client.get("/look/").content.decode()
    client.post("/look/switch/", {"language": "en"})
    english = client.get("/look/")
    assert "Every element" in english.content.decode()
    assert english["Content-Language"] == "en"
    client.post("/look/switch/", {"language": "tlh"})
    assert "Every element" in client.get("/look/").content.decode()


@pytest.mark.parametrize("cookie", ["elder-elder", "dark-light", "<script>", "elder" * 500])
def test_a_cookie_that_nobody_set_does_no_harm(cookie: str) -> None:
    answer = page(cookie)
    assert answer.status_code == 200
    assert "data-light" not in answer.content.decode()
    assert "<script>" not in answer.content.decode()


def test_nothing_stands_inline() -> None:
    html = page().content.decode()
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", html)


def test_the_first_view_is_small() -> None:
    parts = ["linli.css", "linli.js", "icons.svg", "mark.svg"]
    assert sum((STATIC / part).stat().st_size for part in parts) < 50_000


class TestField:
    class Form(forms.Form):
        words = forms.CharField(label="Words", help_text="One sentence.")
        note = forms.CharField(label="Note", required=False)
        kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)

    def test_label_hint_and_widget_belong_together(self) -> None:
        html = drawn("{% field form.words %}", form=self.Form())
        assert '<label for="id_words">' in html
        assert 'aria-describedby="id_words-hint"' in html
        assert 'id="id_words-hint"' in html
        assert "aria-invalid" not in html

    def test_a_fault_is_read_with_its_field_and_what_was_typed_stays(self) -> None:
        form = self.Form({"words": "", "note": "kept <b>"})
        html = drawn(
            "{% errors form %}{% field form.words %}{% field form.note %}{% field form.kind %}", form=form
        )
        assert 'href="#id_words"' in html
        assert 'href="#id_kind"' in html
        assert 'aria-describedby="id_words-hint id_words-error"' in html
        assert 'aria-invalid="true"' in html
        assert 'value="kept &lt;b&gt;"' in html
        assert re.search(r'<fieldset class="field" id="id_kind" aria-describedby="\s*id_kind-error">', html)

    def test_a_form_without_faults_has_no_summary(self) -> None:
        assert drawn("{% errors form %}", form=self.Form({"words": "x", "kind": "a"})) == ""


class TestAnswer:
    SOURCE = "{% answer can %}<button>Take it</button>{% endanswer %}"

    def test_the_button_stands_where_the_rule_says_yes(self) -> None:
        assert drawn(self.SOURCE, can=yes) == "<button>Take it</button>"

    def test_the_reason_stands_where_the_button_would_be(self) -> None:
        html = drawn(self.SOURCE, can=no("Not <yours>."))
        assert "Not &lt;yours&gt;." in html
        assert "<button" not in html

    def test_an_answer_that_is_not_there_shows_nothing(self) -> None:
        assert drawn(self.SOURCE) == ""


def tokens(selector: str) -> dict[str, str]:
    block = CSS[CSS.index(selector) :].split("{", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", block))


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


SHADES = {
    "light": ("  :root {", ""),
    "elder": ("  :root {", "  :root[data-elder] {"),
    "dark": ("  :root {", "  :root[data-dark] {"),
}
READ = [(ink, ground) for ink in ("ink", "muted", "accent", "late") for ground in ("paper", "card")] + [
    ("accent-ink", "accent"),
    ("accent-ink", "accent-deep"),
    ("accent", "accent-soft"),
    ("accent-deep", "accent-soft"),
    ("ink", "accent-soft"),
    ("ink", "late-soft"),
    ("ink", "wait-soft"),
    ("ink", "done-soft"),
    ("muted", "accent-soft"),
    ("late", "late-soft"),
    ("wait", "wait-soft"),
    ("done", "done-soft"),
]
SEEN = [
    ("line-strong", "paper"),
    ("line-strong", "card"),
    ("focus", "paper"),
    ("focus", "card"),
    ("accent", "card"),
]


@pytest.mark.parametrize("shade", SHADES)
def test_letters_and_edges_are_seen_by_weak_eyes(shade: str) -> None:
    first, other = SHADES[shade]
    colours = tokens(first) | (tokens(other) if other else {})
    weak = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in READ}
    assert {pair: value for pair, value in weak.items() if value < 4.5} == {}
    edges = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in SEEN}
    assert {pair: value for pair, value in edges.items() if value < 3} == {}


def test_dark_by_choice_and_dark_by_device_are_the_same() -> None:
    assert tokens("  :root[data-dark] {") == tokens("    :root:not([data-light]) {")


def test_a_form_that_keeps_its_draft_loads_the_scripts_of_its_own_fields_and_no_others() -> None:
    forms = [path.read_text() for path in STATIC.parents[2].rglob("templates/**/*.html")]
    keeping = [form for form in forms if 'include "kit/_draft_parts.html"' in form]
    assert len(keeping) == 4
    for form in keeping:
        loaded = re.findall(
            r"(pictures|voice)=True", form.split("kit/_draft_parts.html", 1)[1].split("%}")[0]
        )
        assert ("pictures" in loaded) == ("<linli-pictures" in form)
        assert ("voice" in loaded) == ('include "portal/_voice.html"' in form)
