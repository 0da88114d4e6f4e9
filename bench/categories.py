"""How well categories are proposed, beside a plain n-gram SVM: `python -m bench.categories TRAIN [TEST]`

Tables (csv, also .gz) with id, title, body, created, level1. Where taxonomy.csv lies beside TRAIN, the names of the
narrower headings are lessons too, as the words of the rule book are in the product; --bare leaves them out.
Without TEST five folds of TRAIN are kept back in turn, by a printed seed.
"""

import argparse
import csv
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench.messages import Message, messages
from linli.cases.sensing.learning import learn
from linli.cases.sensing.lessons import Lesson

FOLDS = 5
HEADING_COUNTS = 0.5
Ranking = list[str]


@dataclass
class Score:
    """What was guessed first, and whether the right one was among three."""

    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    among_three: int = 0
    seconds: float = 0.0

    def add(self, right: str, ranking: Ranking) -> None:
        self.pairs[right, ranking[0]] += 1
        self.among_three += right in ranking[:3]

    @property
    def rows(self) -> int:
        return self.pairs.total()

    @property
    def accuracy(self) -> float:
        return sum(times for (right, guess), times in self.pairs.items() if right == guess) / self.rows

    @property
    def macro_f1(self) -> float:
        classes = sorted({right for right, _guess in self.pairs})
        return sum(map(self._f1, classes)) / len(classes)

    def _f1(self, one: str) -> float:
        hits = self.pairs[one, one]
        said = sum(times for (_right, guess), times in self.pairs.items() if guess == one)
        there = sum(times for (right, _guess), times in self.pairs.items() if right == one)
        return 2 * hits / (said + there)

    def line(self, name: str) -> str:
        return (
            f"{name:<28} accuracy {self.accuracy:.4f}   macro-F1 {self.macro_f1:.4f}   "
            f"top-3 {self.among_three / self.rows:.4f}   rows {self.rows}   {self.seconds:.1f} s"
        )


def headings(path: Path, known: set[str]) -> list[Lesson]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Lesson(words, words, row["level1"], HEADING_COUNTS)
        for row in rows
        if row["level1"] in known and (words := f"{row['level2']} {row['level3']}")
    ]


def linli(train: list[Message], test: list[Message], extra: list[Lesson]) -> list[Ranking]:
    model = learn([Lesson(row.title, row.body, row.category) for row in train] + extra)
    return [
        [vote.category for vote in model.votes(row.title, row.body, len(model.categories))] for row in test
    ]


def plain(train: list[Message], test: list[Message], _extra: list[Lesson]) -> list[Ranking]:
    """One to three letters of title and words, weighed by rarity, under a linear SVM as it comes."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    pipe = make_pipeline(TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True), LinearSVC())
    pipe.fit([row.whole for row in train], [row.category for row in train])
    orders = (-pipe.decision_function([row.whole for row in test])).argsort(axis=1)
    return [[str(pipe.classes_[at]) for at in order] for order in orders]


def folds(rows: list[Message], seed: int) -> list[tuple[list[Message], list[Message]]]:
    """Each class is spread evenly over the folds."""
    shuffled = sorted(rows, key=lambda row: row.id)
    random.Random(seed).shuffle(shuffled)
    shuffled.sort(key=lambda row: row.category)
    return [
        ([row for at, row in enumerate(shuffled) if at % FOLDS != fold], shuffled[fold::FOLDS])
        for fold in range(FOLDS)
    ]


def measure(
    guess: Callable[[list[Message], list[Message], list[Lesson]], list[Ranking]],
    splits: list[tuple[list[Message], list[Message]]],
    extra: list[Lesson],
) -> Score:
    score, begun = Score(), time.perf_counter()
    for train, test in splits:
        for row, ranking in zip(test, guess(train, test, extra), strict=True):
            score.add(row.category, ranking)
    score.seconds = time.perf_counter() - begun
    return score


def main(options: argparse.Namespace) -> int:
    train = messages(options.train)
    extra = (
        []
        if options.bare
        else headings(options.train.with_name("taxonomy.csv"), {row.category for row in train})
    )
    if options.test:
        splits = [(train, messages(options.test))]
    else:
        splits = folds(train, options.seed)
        print(f"{FOLDS} folds kept back in turn, seed {options.seed}")
    print(f"{len(train)} lessons, {len(extra)} headings")
    print(measure(linli, splits, extra).line("Linli"))
    print(measure(plain, splits, extra).line("plain n-gram SVM"))
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        prog="bench.categories", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("train", type=Path)
    parser.add_argument("test", type=Path, nargs="?")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bare", action="store_true", help="learn from the table alone")
    sys.exit(main(parser.parse_args()))
