"""What the words speak for: a proposal with its reason, never a decision."""

import pytest

from linli.cases.sense import heard, propose
from linli.governance.reads import rulebook_for
from tests.lane import Lane


@pytest.fixture
def book(lane: Lane):
    return rulebook_for(lane.village.path)


def test_words_that_were_said_speak_for_their_category(book) -> None:
    first = propose("村口的路灯坏了三盏", book)[0]
    assert (first.code, first.words) == ("04.lamp", ("路灯",))


def test_words_that_nobody_listed_propose_nothing(book) -> None:
    assert propose("嗯", book) == ()


def test_at_most_three_are_proposed_the_best_supported_first(book) -> None:
    said = "".join(word for top in book.categories for sub in top.subs for word in sub.words[:1])
    found = propose(said, book)
    assert len(found) == 3
    assert [guess.weight for guess in found] == sorted((guess.weight for guess in found), reverse=True)


def test_a_word_inside_a_longer_one_counts_once() -> None:
    assert heard("消防通道堵了", ["消防", "消防通道", "堵"]) == ("消防通道", "堵")
