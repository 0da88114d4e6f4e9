"""What many speak of at once: texts of one matter at one place, found by the rare letters that they share."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from linli.cases.sensing.text import grams, normalised

ALIKE = 0.1  # mean cosine inside a group
OPENING = 400  # letters of the words; what follows repeats or wanders off
SILENCE = timedelta(days=120)  # after so long it is a new matter
FEWEST = 3
KEYS = 4
AT_ONCE = 500
_SIZES = (2, 3)
_KEY_SIZES = (3, 4, 5, 6)
_COMMON = 0.1  # letters that one text in ten has tell nothing apart
_ELSEWHERE = 3  # a key stands in at most so many times as many texts as it has in its group
_SHARED = 0.5  # of a group's texts must have its key


@dataclass(frozen=True)
class Voice:
    """One text: what it says in short, what it says, when."""

    title: str
    words: str
    at: datetime

    @property
    def opening(self) -> str:
        return normalised(f"{self.title} {self.words[:OPENING]}")


@dataclass(frozen=True)
class Hotspot:
    """Which texts belong together, by their place in what was handed in, and the words that most of them share."""

    members: tuple[int, ...]
    keys: tuple[str, ...]
    first: datetime
    last: datetime


def hotspots(voices: Sequence[Voice], fewest: int = FEWEST) -> list[Hotspot]:
    """The largest first. A text belongs to one group at most."""
    if len(voices) < fewest:
        return []
    openings = [voice.opening for voice in voices]
    known: Counter[str] = Counter()
    for opening in openings:
        known.update(set(grams(opening, _KEY_SIZES)))
    groups = _together([group for group in _grouped(voices) if len(group) > 1], openings, known)
    groups = [part for group in groups for part in _unbroken(group, voices)]
    found = [_hotspot(group, voices, openings, known) for group in groups if len(group) >= fewest]
    return sorted(found, key=lambda spot: (-len(spot.members), spot.first))


def _hotspot(group: list[int], voices: Sequence[Voice], openings: list[str], known: Counter[str]) -> Hotspot:
    moments = [voices[at].at for at in group]
    return Hotspot(tuple(sorted(group)), keys_of(group, openings, known), min(moments), max(moments))


def _grouped(voices: Sequence[Voice]) -> Iterator[list[int]]:
    """Average linkage inside each net of likenesses, so that a chain of neighbours makes no group."""
    import numpy as np
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial.distance import squareform

    rows = _rows(voices)
    count, net_of = connected_components(_net(rows), directed=False)
    for net in np.flatnonzero(np.bincount(net_of, minlength=count) > 1):
        inside = np.flatnonzero(net_of == net)
        far = np.clip(1 - (rows[inside] @ rows[inside].T).toarray(), 0, 1)
        far = (far + far.T) / 2
        np.fill_diagonal(far, 0)
        labels = fcluster(linkage(squareform(far, checks=False), "average"), 1 - ALIKE, "distance")
        yield from ([int(at) for at in inside[labels == label]] for label in range(1, labels.max() + 1))


def _rows(voices: Sequence[Voice]) -> Any:
    """What is rare in each text, title and words weighing the same."""
    from scipy import sparse
    from sklearn.preprocessing import normalize

    title = _weighed([voice.title for voice in voices])
    words = _weighed([voice.words[:OPENING] for voice in voices])
    return normalize(sparse.hstack([title, words])).tocsr()


def _net(rows: Any) -> Any:
    """Who is as near to whom as a group asks for; some rows at a time, since most pairs are not."""
    from scipy import sparse

    strips = []
    for begin in range(0, rows.shape[0], AT_ONCE):
        strip = (rows[begin : begin + AT_ONCE] @ rows.T).tocsr()
        strip.data[strip.data < ALIKE] = 0
        strip.eliminate_zeros()
        strips.append(strip)
    return sparse.vstack(strips).tocsr()


def _weighed(texts: list[str]) -> Any:
    import numpy as np
    from scipy import sparse
    from sklearn.feature_extraction.text import TfidfVectorizer

    most = _COMMON if len(texts) > 100 else 1.0
    reader = TfidfVectorizer(
        analyzer="char",
        preprocessor=normalised,
        ngram_range=_SIZES,
        sublinear_tf=True,
        min_df=2,
        max_df=most,
        dtype=np.float32,
    )
    try:
        return reader.fit_transform(texts)
    except ValueError:  # nothing is shared
        return sparse.csr_matrix((len(texts), 0), dtype=np.float32)


def _unbroken(group: list[int], voices: Sequence[Voice]) -> Iterator[list[int]]:
    """The group in parts between which nobody spoke of it for long."""
    part: list[int] = []
    for at in sorted(group, key=lambda at: voices[at].at):
        if part and voices[at].at - voices[part[-1]].at > SILENCE:
            yield part
            part = []
        part.append(at)
    yield part


def keys_of(group: Iterable[int], openings: list[str], known: Counter[str]) -> tuple[str, ...]:
    """The words that most of the group share and few others have; the longest form of each, no two that overlap."""
    members = list(group)
    shared: Counter[str] = Counter()
    for at in members:
        shared.update(gram for gram in grams(openings[at], _KEY_SIZES) if " " not in gram)
    often = {
        gram
        for gram, times in shared.items()
        if times >= _SHARED * len(members) and known[gram] <= _ELSEWHERE * times
    }
    kept: list[str] = []
    for gram in sorted(often, key=lambda gram: (-shared[gram] * len(gram) / known[gram] ** 0.5, gram)):
        if not any(_overlap(gram, one) for one in kept):
            kept.append(gram)
        if len(kept) == KEYS:
            break
    return tuple(kept)


def _overlap(one: str, other: str) -> bool:
    return any(one[at : at + 2] in other for at in range(len(one) - 1))


def _together(groups: list[list[int]], openings: list[str], known: Counter[str]) -> list[list[int]]:
    """Join groups whose own keys, two at least, stand in most texts of the other: one matter in other words."""
    joined: list[tuple[list[int], tuple[str, ...]]] = []
    for group in sorted(groups, key=len, reverse=True):
        for larger, keys in joined:
            if _speaks_of(group, keys, openings):
                larger.extend(group)
                break
        else:
            keys = keys_of(group, openings, known) if len(group) >= FEWEST else ()
            joined.append((list(group), keys))
    return [group for group, _keys in joined]


def _speaks_of(group: list[int], keys: tuple[str, ...], openings: list[str]) -> bool:
    hits = sum(sum(key in openings[at] for key in keys) >= 2 for at in group)
    return hits > len(group) / 2
