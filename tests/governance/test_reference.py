"""The reference names every word of the vocabulary, and the how-to says only what is true."""

import re
import tomllib
from pathlib import Path

import pytest

from linli.governance import vocabulary as words
from linli.governance.check import check

DOCS = Path(__file__).resolve().parents[2] / "docs"
REFERENCE = (DOCS / "governance-file.md").read_text("utf-8")
HOWTO = (DOCS / "howto" / "make-your-own-locality.md").read_text("utf-8")


@pytest.mark.parametrize(
    "known",
    [
        words.STAGES,
        tuple(words.VERBS),
        words.KINDS,
        words.RIGHTS,
        words.MEASURES,
        words.WORDS,
        words.CHANNELS,
        words.END_STATES,
        words.HOTLINE_KINDS,
        words.LEGAL_CLASSES,
        words.RHYTHM_SUBJECTS,
        words.RHYTHM_UNITS,
        words.VOTE_BASES,
        words.LIST_SOURCES,
        words.RESERVED_ACTORS,
    ],
    ids=lambda known: known[0],
)
def test_the_reference_names_every_word_of_the_vocabulary(known: tuple[str, ...]) -> None:
    assert [word for word in known if not re.search(rf"\b{word}\b", REFERENCE)] == []


def test_the_file_of_the_how_to_is_sound() -> None:
    blocks = re.findall(r"```toml\n(.*?)```", HOWTO, re.S)
    text = "\n".join(blocks)
    tomllib.loads(text)
    assert [str(fault) for fault in check(text).faults] == []
