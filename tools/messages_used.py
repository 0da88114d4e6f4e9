"""Find the sentences that code and templates ask gettext for."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "ngettext_noop"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
QUOTED = r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
TRANSLATE = re.compile(r"{%\s*trans(?:late)?\s+" + QUOTED + r"(?P<rest>[^%]*)%}")
BLOCK = re.compile(
    r"{%\s*blocktrans(?:late)?\b(?P<head>.*?)%}(?P<body>.*?){%\s*endblocktrans(?:late)?\s*%}", re.S
)
INSIDE_A_TAG = re.compile(r"(?<![\w.])_\(" + QUOTED + r"\)")
CONTEXT = re.compile(r"\bcontext\s+" + QUOTED)
PLURAL = re.compile(r"{%\s*plural\s*%}")
COMMENT = re.compile(r"{#.*?#}|{%\s*comment\b.*?%}.*?{%\s*endcomment\s*%}", re.S)
VARIABLE = re.compile(r"{{\s*([\w.]+)[^}]*}}")


@dataclass(frozen=True)
class Use:
    path: Path
    line: int
    context: str | None
    source: str


def uses_in(package: Path) -> Iterator[Use]:
    for path in sorted(package.rglob("*.py")):
        yield from in_python(path, path.read_text(encoding="utf-8"))
    for pattern in ("*.html", "*.txt"):
        for path in sorted(package.rglob(f"templates/**/{pattern}")):
            yield from in_template(path, path.read_text(encoding="utf-8"))


def in_python(path: Path, text: str) -> Iterator[Use]:
    for node in ast.walk(ast.parse(text, str(path))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            words = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            if name in PLAIN and words:
                yield Use(path, node.lineno, None, words[0])
            elif name in WITH_CONTEXT and len(words) > 1:
                yield Use(path, node.lineno, words[0], words[1])


def in_template(path: Path, text: str) -> Iterator[Use]:
    text = COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)
    for match in TRANSLATE.finditer(text):
        yield Use(
            path, _line(text, match), _context(match["rest"]), ast.literal_eval(match[1]).replace("%", "%%")
        )
    for match in BLOCK.finditer(text):
        source = PLURAL.split(match["body"])[0]
        if re.search(r"\btrimmed\b", match["head"]):
            source = " ".join(line.strip() for line in source.splitlines() if line.strip())
        source = VARIABLE.sub(r"%(\1)s", source.replace("%", "%%"))
        yield Use(path, _line(text, match), _context(match["head"]), source)
    for match in INSIDE_A_TAG.finditer(text):
        yield Use(path, _line(text, match), None, ast.literal_eval(match[1]))


def _line(text: str, match: re.Match[str]) -> int:
    return text.count("\n", 0, match.start()) + 1


def _context(text: str) -> str | None:
    match = CONTEXT.search(text)
    return ast.literal_eval(match[1]) if match else None
