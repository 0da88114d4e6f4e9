"""From the text of a governance file to a rule book, over the shared base, with every fault at its line."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any

from linli.governance import read_categories, read_parts, read_works
from linli.governance.faults import OWN_FILE, Fault, Position, nearest
from linli.governance.lines import Path, line_index
from linli.governance.model import RuleBook
from linli.governance.read_flow import read_flows
from linli.governance.reader import Draft, Table

LOCALITIES = FilePath(__file__).resolve().parent.parent / "localities"
FORMAT = 1
USUAL_BASE = "cn"
MOST_BYTES = 1_000_000
MOST_DOTS = 60  # between two signs of the syntax: reading a key costs the square of its parts

_AT_LINE = re.compile(r"\(at line (\d+), column (\d+)\)")
_FULL_WIDTH = re.compile(
    "[\uff1d\u201c\u201d\u2018\u2019\uff0c\uff3b\uff3d\uff5b\uff5d\u3010\u3011\uff1a\u3000\uff03]"
)
_SIGNS = re.compile("[=\"',{}\\[\\]]")
_TOO_DEEP = "nested too deeply"
_SYNTAX = (
    ("Cannot overwrite", "key_twice"),
    ("Cannot declare", "table_twice"),
    ("Cannot mutate", "table_twice"),
    ("Expected '='", "no_equals"),
    ("Unterminated string", "string_open"),
    ("Illegal character '\\n'", "string_open"),
    ("Unclosed array", "array_open"),
    ("Invalid value", "bad_value"),
    ("Expected ']'", "header_open"),
)


@dataclass(frozen=True)
class Loaded:
    """What a text became. `book` is None when it could not be read at all; faults so far stand in the draft."""

    book: RuleBook | None
    draft: Draft
    base: Mapping[str, Any]
    never: tuple[str, ...] = ()
    never_asked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Parsed:
    content: dict[str, Any]
    positions: dict[Path, Position]
    fault: Fault | None = None


def load(text: str | bytes, source: str = OWN_FILE) -> Loaded:
    own = parse(text, source)
    if own.fault:
        return Loaded(None, Draft({}, [own.fault]), {})
    base, problem = _base_under(own)
    if problem:
        return Loaded(None, Draft({}, [problem]), {})
    draft = Draft({**base.positions, **own.positions})
    shipped = base if base.content else parse_base(USUAL_BASE)
    book = _read(Table(draft, (), merge(base.content, own.content)))
    return Loaded(book, draft, base.content, never_words(shipped), never_words(shipped, "asked"))


def content_of(text: str) -> str:
    """The file merged with its base, as the JSON that an edition keeps. The text must be readable."""
    own = parse(text, OWN_FILE)
    base, _problem = _base_under(own)
    return json.dumps(merge(base.content, own.content), ensure_ascii=False)


def read_content(content: str) -> RuleBook:
    """The rule book of content that was checked before."""
    return _read(Table(Draft({}), (), json.loads(content)))


def parse(text: str | bytes, source: str) -> Parsed:
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            line = problem.object[: problem.start].count(b"\n") + 1
            return Parsed({}, {}, Fault("not_utf8", Position(source, line)))
    text = text.lstrip("\ufeff")
    if len(text) > MOST_BYTES:
        return Parsed({}, {}, Fault("too_big", Position(source, 1), {"most": MOST_BYTES}))
    if deep := _line_too_deep(text):
        return Parsed({}, {}, Fault("syntax", Position(source, deep), {"said": _TOO_DEEP}))
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        return Parsed({}, {}, _syntax_fault(text, str(problem), source))
    except RecursionError:
        return Parsed({}, {}, Fault("syntax", Position(source, 1), {"said": _TOO_DEEP}))
    except ValueError:  # Python reads numbers of 4300 digits at most
        return Parsed({}, {}, Fault("syntax", Position(source, 1), {"said": "a number is too long"}))
    positions = {path: Position(source, line) for path, line in line_index(text).items()}
    return Parsed(content, positions)


def _line_too_deep(text: str) -> int | None:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.count(".") <= MOST_DOTS or line.lstrip().startswith("#"):
            continue
        if any(part.count(".") > MOST_DOTS for part in _SIGNS.split(line)):
            return number
    return None


def _syntax_fault(text: str, said: str, source: str) -> Fault:
    found = _AT_LINE.search(said)
    lines = text.splitlines() or [""]
    line = int(found[1]) if found else len(lines)
    code = next((code for opening, code in _SYNTAX if said.startswith(opening)), "syntax")
    if code == "no_equals" and line > 1 and not lines[min(line, len(lines)) - 1].strip():
        line -= 1  # the key stood on the line before its missing sign
    written = lines[min(line, len(lines)) - 1].partition("#")[0]
    if wide := _FULL_WIDTH.search(_outside_quotes(written)):
        return Fault("full_width", Position(source, line), {"sign": wide[0]})
    return Fault(code, Position(source, line), {"said": _AT_LINE.sub("", said).strip()})


def _outside_quotes(line: str) -> str:
    return re.sub(r'"[^"]*"|\'[^\']*\'', "", line)


def _base_under(own: Parsed) -> tuple[Parsed, Fault | None]:
    """The base that the file names, itself without a base; no name, no base."""
    nothing = Parsed({}, {})
    name = own.content.get("base")
    if name is None:
        return nothing, None
    known = tuple(sorted(path.stem for path in (LOCALITIES / "base").glob("*.toml")))
    if name not in known:
        facts = {"base": name, "known": nearest(str(name), known)}
        return nothing, Fault("unknown_base", own.positions[("base",)], facts)
    found = parse_base(name)
    return found, found.fault


def parse_base(name: str) -> Parsed:
    return _parsed_file(LOCALITIES / "base" / f"{name}.toml")


@lru_cache(maxsize=8)
def _parsed_file(path: FilePath) -> Parsed:
    """Shipped with the program, so read once."""
    return parse(path.read_bytes(), f"base/{path.name}")


def never_words(base: Parsed, key: str = "words") -> tuple[str, ...]:
    """What no name may say (`words`) or no question ask (`asked`). From the base as shipped, so that no file can shorten it."""
    return tuple(base.content.get("never", {}).get(key, ()))


def merge(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """The file over its base: tables merge key by key, everything else replaces what the base says."""
    merged = dict(base)
    for key, value in own.items():
        under = merged.get(key)
        both = isinstance(value, dict) and isinstance(under, dict)
        merged[key] = merge(under, value) if both else value  # type: ignore[arg-type]
    return merged


def _read(root: Table) -> RuleBook:
    if root.number("format", FORMAT, most=10_000) != FORMAT:
        root.fault("format_unknown", "format", format=root.content["format"], known=FORMAT)
    root.text("base", "")
    root.table("never")
    area = root.table("area")
    read_parts.read_together(root)
    book = RuleBook(
        slug=root.text("slug"),
        name=root.text("name"),
        about=root.text("about", ""),
        area_code=area.text("code", ""),
        area_level=area.text("level"),
        levels=read_parts.read_levels(root),
        organisations=read_parts.read_organisations(root),
        roles=read_parts.read_roles(root),
        flows=read_flows(root),
        categories=read_categories.read_categories(root),
        holders=read_parts.read_holders(root),
        duties=read_parts.read_duties(root),
        ladder=read_parts.read_ladder(root),
        ladder_rules=read_parts.read_ladder_rules(root),
        meetings=read_works.read_meetings(root),
        processes=read_works.read_processes(root),
        promises=read_works.read_promises(root),
        lists=read_works.read_lists(root),
        quantities=read_works.read_quantities(root),
        project=read_works.read_project_rules(root),
        whistle=read_works.read_whistle_rules(root),
        schemes=read_works.read_schemes(root),
        checklists=read_works.read_checklists(root),
        programmes=read_works.read_programmes(root),
        agreements=read_works.read_agreements(root),
        facilities=read_works.read_facilities(root),
        channels=read_parts.read_channels(root),
        ends=read_parts.read_ends(root),
        dangers=read_parts.read_dangers(root),
        hours=read_parts.read_hours(root),
        quiet=read_parts.read_quiet(root),
        terms=read_parts.read_terms(root),
        words=read_parts.read_words(root, "words"),
        stages=read_parts.read_words(root, "stage"),
    )
    area.done()
    root.done()
    return book
