"""What the whole project promises about its files, words and tables. Each rule is shown to be able to fail."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.staticfiles import finders
from django.db import models
from django.test.utils import isolate_apps

from tests.reading import CHINESE, PACKAGE, ROOT, committed, sentences, shown, sources

# Where Chinese may stand in a source: reading what people write is not showing words on a screen.
CHINESE_ALLOWED = {
    "config/settings.py": "languages are offered under their own names",
    "config/management/commands/demo.py": "speaks to the person at the keyboard in both languages, as run.py does",
    "places/address_words.py": "reads addresses as people write them",
    "cases/telltales.py": "reads what people write",
}
MARKUP_COMMENTS = re.compile(r"{#.*?#}|{% comment.*?endcomment %}|<!--.*?-->|/\*.*?\*/", re.S)
SCRIPT_COMMENTS = re.compile(r"(?m)^\s*//.*$")
STATIC = re.compile(r"""{%\s*static\s+["']([^"']+)["']""")
TEMPLATE_TAGS = re.compile(r"{%.*?%}|{{.*?}}", re.S)
INLINE = re.compile(r"""<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+\s*=\s*["']|javascript:""", re.I)

PERSON_WORDS = {
    *(
        "score",
        "scores",
        "points",
        "credit",
        "rank",
        "ranking",
        "grade",
        "level",
        "label",
        "labels",
        "tag",
        "tags",
    ),
    *("risk", "star", "stars", "flag", "flags", "blacklist", "watchlist", "trust", "reputation", "suspicion"),
    *(
        "track",
        "tracks",
        "punch",
        "checkin",
        "clockin",
        "online",
        "gps",
        "latitude",
        "longitude",
        "lat",
        "lon",
    ),
}
WORDS_ABOUT_PEOPLE = PERSON_WORDS - {"level", "label", "lat", "lon", "latitude", "longitude"}
NOWHERE = re.compile(
    r"key_?person|clock_?(in|out)\b|check_?in_(place|at)|_track$|online_(time|minutes|seconds)"
)


def owned_by(host: str) -> str:
    return r"https?://[\w.-]*" + host


# Written in two parts, so that this file does not find itself.
UNWANTED = re.compile(
    "|".join(
        [
            owned_by("pypi" + r"\.org"),
            owned_by("python" + r"hosted\.org"),
            owned_by("npm" + r"js\.org"),
            r"https?://registry" + r"\.",
            "--" + "(extra-)?index-url",
            "--" + "trusted-host",
            r"(?<![\w.])/" + r"work/(main|shared)",
            "/t" + "mp/plan",
        ]
    )
)


def chinese_in_python(path: Path, tree: ast.Module) -> list[str]:
    if str(path.relative_to(PACKAGE)) in CHINESE_ALLOWED or "migrations" in path.parts:
        return []
    return [f"{shown(path)}:{s.lineno}: {s.value!r}" for s in sentences(tree) if CHINESE.search(str(s.value))]


def chinese_in_markup(path: Path, text: str) -> list[str]:
    text = SCRIPT_COMMENTS.sub("", MARKUP_COMMENTS.sub(lambda m: "\n" * m[0].count("\n"), text))
    lines = enumerate(text.splitlines(), 1)
    return [f"{shown(path)}:{n}: {line.strip()}" for n, line in lines if CHINESE.search(line)]


def pages() -> list[Path]:
    return [
        path for path in sorted(PACKAGE.rglob("templates/**/*")) if path.suffix in {".html", ".txt", ".svg"}
    ]


def scripts() -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("static/**/*.js")) if "vendor" not in path.parts]


def test_chinese_words_stand_in_catalogues_and_localities_only() -> None:
    found = [fault for path, tree in sources() for fault in chinese_in_python(path, tree)]
    for path in (*pages(), *scripts()):
        found += chinese_in_markup(path, path.read_text(encoding="utf-8"))
    assert found == [], "\n" + "\n".join(found)


def test_chinese_words_in_a_source_are_found() -> None:
    tree = ast.parse('"""邻里 in a docstring."""\nx = f(_("Hello"), "你好")  # 注释')
    assert chinese_in_python(PACKAGE / "kit" / "x.py", tree) == ["src/linli/kit/x.py:2: '你好'"]
    assert len(chinese_in_markup(PACKAGE / "x.html", "{# 说明 #}\n<p>你好</p>\n// 说明")) == 1


def has_inline_parts(page: str) -> bool:
    return bool(INLINE.search(TEMPLATE_TAGS.sub("", MARKUP_COMMENTS.sub("", page))))


def test_no_page_has_a_style_or_a_script_inline() -> None:
    assert [shown(path) for path in pages() if has_inline_parts(path.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    "bad", ['<p style="x">', "<style>", "<script>a</script>", '<a onclick="x">', '<a href="javascript:x">']
)
def test_an_inline_style_or_script_is_found(bad: str) -> None:
    assert has_inline_parts(bad)
    assert not has_inline_parts('<script type="module" src="x.js"></script>{% field style="main" %}')


FORM = re.compile(r"(<form\b(?:{[%{].*?[%}]}|[^>])*>)(.*?)</form>", re.S)
ASKS = re.compile(
    r"""{% field |<textarea|<select|<input(?![^>]*type="(?:hidden|submit)")|{{ *\w*form\.(?!key|version|via|token)"""
)


def leaves_faults_to_the_browser(page: str) -> list[str]:
    """Forms that ask for something and let the browser say in its own bubbles, in its own language, what is missing."""
    forms = FORM.findall(MARKUP_COMMENTS.sub("", page))
    return [tag for tag, body in forms if ASKS.search(body) and "novalidate" not in tag]


def test_every_form_says_in_the_words_of_the_house_what_is_missing() -> None:
    found = [
        (shown(path), tag)
        for path in pages()
        for tag in leaves_faults_to_the_browser(path.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("form", "fault"),
    [
        ('<form method="post">{% field form.name %}</form>', True),
        ('<form action="{% if a > b %}x{% endif %}"><input name="x"></form>', True),
        ('<form method="post"><input type="hidden" name="key"><button>x</button></form>', False),
        ('<form method="post" novalidate>{% field form.name %}</form>', False),
    ],
)
def test_a_form_left_to_the_browser_is_found(form: str, fault: bool) -> None:
    assert bool(leaves_faults_to_the_browser(form)) is fault


def test_every_static_file_that_a_page_names_exists() -> None:
    named = {(shown(p), name) for p in pages() for name in STATIC.findall(p.read_text("utf-8"))}
    assert [(page, name) for page, name in sorted(named) if finders.find(name) is None] == []
    assert finders.find("no/such/file.css") is None


def marks_on_people(of: Iterable[type[models.Model]]) -> list[str]:
    """Fields that score, rank, label or track a person. What stands in `people` is about persons by itself."""
    found = []
    for model in of:
        fields = [field for field in model._meta.get_fields() if not field.auto_created]
        relations = {getattr(getattr(f, "related_model", None), "_meta", None) for f in fields} - {None}
        close = model._meta.app_label == "people"
        near = any(meta.app_label == "people" for meta in relations)
        unwanted = PERSON_WORDS if close else WORDS_ABOUT_PEOPLE if near else set()
        bad = [f.name for f in fields if unwanted & set(f.name.split("_")) or NOWHERE.search(f.name)]
        found += [f"{model._meta.label}.{name}" for name in bad]
    return found


def test_no_table_scores_labels_or_tracks_people() -> None:
    assert marks_on_people(m for m in apps.get_models() if m.__module__.startswith("linli.")) == []


@isolate_apps("linli.people", "linli.places", "linli.cases")
@pytest.mark.parametrize("name", ["credit_score", "rank", "risk", "key_person", "last_track", "grade", "tag"])
def test_a_field_that_scores_labels_or_tracks_is_found(name: str) -> None:
    def table(app: str, field: str, **more: models.Field) -> type[models.Model]:
        meta = type("Meta", (), {"app_label": app})
        parts = {field: models.IntegerField(), "Meta": meta, "__module__": __name__, **more}
        return type(f"T{app}{field}{len(more)}", (models.Model,), parts)

    person = table("people", name)
    about = table("cases", name, who=models.ForeignKey(person, on_delete=models.CASCADE))
    place = table("places", "level")
    assert marks_on_people([person, about, place]) == [
        f"{person._meta.label}.{name}",
        f"{about._meta.label}.{name}",
    ]


def test_no_committed_file_names_a_registry_or_a_path_of_one_machine() -> None:
    found = []
    for path in committed():
        text = path.read_bytes().decode("utf-8", "replace")
        found += [f"{shown(path)}: {match[0]}" for match in UNWANTED.finditer(text)]
    assert found == []


def test_a_registry_and_a_path_of_one_machine_are_found() -> None:
    for bad in ("https://registry" + ".example/x", "--index" + "-url x", "see /wor" + "k/main"):
        assert UNWANTED.search(bad)
    assert not UNWANTED.search("fieldwork/main, https://www.w3.org/")


def tool(name: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "tools" / f"{name}.py"), *words]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.mark.parametrize("name", ["compile_messages", "vendor_frontend", "vendor_fonts"])
def test_what_a_tool_has_made_is_complete_and_fresh(name: str) -> None:
    result = tool(name, "--check")
    assert result.returncode == 0, result.stdout


def test_every_line_of_a_lock_is_a_name_a_version_or_a_hash() -> None:
    entry = re.compile(
        r'[\w.-]+==[\w.+-]+( ; sys_platform == "win32")? \\|    --hash=sha256:[0-9a-f]{64}( \\)?'
    )
    for lock in sorted((ROOT / "requirements").glob("*.txt")):
        lines = lock.read_text(encoding="utf-8").splitlines()
        assert [line for line in lines if not entry.fullmatch(line)] == []
        assert len(lines) > 20


GLOSSARY_ROW = re.compile(r"^\| `(\w+)` \| ([^|]+) \|", re.M)


def test_the_glossary_has_one_word_per_thing_and_only_words_in_use() -> None:
    rows = GLOSSARY_ROW.findall((ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"))
    code = "\n".join(path.read_text(encoding="utf-8") for path, _ in sources()).lower()
    words, meanings = [word for word, _ in rows], [meaning.strip() for _, meaning in rows]
    assert len(words) > 60
    assert sorted(set(words)) == sorted(words)
    assert sorted(set(meanings)) == sorted(meanings)
    assert [word for word in words if not re.search(rf"(?<![a-z]){word}", code)] == []


def test_every_file_that_a_document_points_to_exists() -> None:
    missing = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        targets = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
        missing += [f"{shown(page)}: {t}" for t in targets if not (page.parent / t).exists()]
    assert missing == []


def test_the_tests_sweep_away_no_folder_that_somebody_works_with(tmp_path: Path) -> None:
    """Whoever has set LINLI_DATA for her own Linli and runs one test keeps her database, her files and her keys."""
    kept = tmp_path / "keys.json"
    kept.write_text("{}", encoding="utf-8")
    one = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        "0",
        "-p",
        "no:cacheprovider",
        "tests/kit/test_text.py",
    ]
    env = {**os.environ, "LINLI_DATA": str(tmp_path)}
    env.pop("PYTEST_XDIST_WORKER", None)
    done = subprocess.run(one, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert kept.exists()
