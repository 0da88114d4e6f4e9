"""Compile every catalogue of the package: `python tools/compile_messages.py`. Standard library only.

`--check` changes nothing and fails when a .mo is stale, when a sentence used in code or in a template has no
translation, when two catalogues translate it differently, or when a placeholder is lost on the way.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import messages_used
import po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "linli"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def catalogues(package: Path) -> list[Path]:
    return sorted(package.rglob("locale/*/LC_MESSAGES/*.po"))


def compile_all(package: Path) -> int:
    for path in catalogues(package):
        messages = po.read(path)
        path.with_suffix(".mo").write_bytes(po.compiled(messages))
        open_ones = sum(1 for message in messages if message.source and not message.translated)
        print(f"{path.relative_to(package.parent)}: {len(messages)} entries, {open_ones} untranslated")
    return 0


def faults(package: Path) -> Iterator[str]:
    read = {path: po.read(path) for path in catalogues(package)}
    for path, messages in read.items():
        target = path.with_suffix(".mo")
        if not target.is_file() or target.read_bytes() != po.compiled(messages):
            yield f"{path}: its .mo is out of date; run tools/compile_messages.py"
        yield from faults_of_entries(path, messages)
    yield from disagreements(read)
    yield from untranslated(package, read)


def faults_of_entries(path: Path, messages: list[po.Message]) -> Iterator[str]:
    seen: dict[tuple[str | None, str], int] = {}
    for message in messages:
        if message.key in seen:
            yield f"{path}:{message.line}: {message.source!r} stands in line {seen[message.key]} too"
        seen[message.key] = message.line
        wanted = set(PLACEHOLDER.findall(message.source)) | set(PLACEHOLDER.findall(message.plural or ""))
        for text in message.texts.values() if message.source and message.translated else ():
            if not set(PLACEHOLDER.findall(text)) <= wanted or (
                message.plural is None and lost(message.source, text)
            ):
                yield f"{path}:{message.line}: the placeholders differ: {message.source!r} and {text!r}"


def lost(source: str, text: str) -> bool:
    return sorted(PLACEHOLDER.findall(source)) != sorted(PLACEHOLDER.findall(text))


def disagreements(read: dict[Path, list[po.Message]]) -> Iterator[str]:
    first: dict[tuple[str, str | None, str], tuple[Path, dict[int, str]]] = {}
    for path, messages in read.items():
        for message in messages:
            key = (path.parent.parent.name, *message.key)
            if message.source and message.translated:
                elsewhere, texts = first.setdefault(key, (path, message.texts))
                if texts != message.texts:
                    yield f"{path}:{message.line}: {message.source!r} is translated otherwise in {elsewhere}"


def untranslated(package: Path, read: dict[Path, list[po.Message]]) -> Iterator[str]:
    languages = {path.parent.parent.name for path in read}
    for language in sorted(languages):
        known = {
            m.key for p, ms in read.items() if p.parent.parent.name == language for m in ms if m.translated
        }
        for use in messages_used.uses_in(package):
            if use.source.strip() and (use.context, use.source) not in known:
                yield f"{use.path}:{use.line}: no {language} translation of {use.source!r}"


def check(package: Path) -> int:
    found = [fault.replace(f"{ROOT}/", "") for fault in faults(package)]
    print("\n".join(dict.fromkeys(found)) or "Every catalogue is compiled and complete.")
    return 1 if found else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="change nothing; fail when something is missing or stale"
    )
    try:
        return check(PACKAGE) if parser.parse_args().check else compile_all(PACKAGE)
    except po.Fault as fault:
        print(str(fault).replace(f"{ROOT}/", ""), file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
