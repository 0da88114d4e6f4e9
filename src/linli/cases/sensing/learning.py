"""Learn from cases that people have sorted. The heavy parts are fetched only when somebody learns."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from linli.cases.sensing.lessons import Lesson
from linli.cases.sensing.model import SIZES, TITLE_COUNTS, Model, Page
from linli.cases.sensing.text import normalised

FEWEST_TEXTS = 2  # letters that one text alone has teach nothing, and may name somebody
MOST_GRAMS = 20_000
SMOOTHED = 0.1


def learn(lessons: Sequence[Lesson]) -> Model:
    """One line per category between it and all others, through letters weighed by how much more often it has them.

    Needs lessons of two categories at least.
    """
    from scipy import sparse

    title, title_rows = _read([lesson.title for lesson in lessons], TITLE_COUNTS)
    words, words_rows = _read([lesson.words for lesson in lessons], 1.0)
    rows = sparse.hstack([title_rows, words_rows]).tocsr()
    names = np.array([lesson.category for lesson in lessons])
    counts = np.array([lesson.weight for lesson in lessons])
    categories = sorted(set(names.tolist()))
    lines = [_line(rows, names == category, counts) for category in categories]
    return Model(
        categories=tuple(categories),
        title=title,
        words=words,
        weights=np.array([weights for weights, _bias in lines], dtype=np.float32),
        bias=np.array([bias for _weights, bias in lines], dtype=np.float32),
        seen=np.array([_seen(rows, (names == one) & (counts >= 1)) for one in categories], dtype=np.uint32),
        lessons=int((counts >= 1).sum()),
    )


def _read(texts: list[str], counts: float) -> tuple[Page, Any]:
    from sklearn.feature_extraction.text import TfidfVectorizer

    reader = TfidfVectorizer(
        analyzer="char",
        preprocessor=normalised,
        ngram_range=(SIZES[0], SIZES[-1]),
        sublinear_tf=True,
        min_df=FEWEST_TEXTS,
        max_features=MOST_GRAMS,
    )
    try:
        rows = reader.fit_transform(texts)
    except ValueError:  # titles that share no letter at all
        from scipy import sparse

        return Page((), np.zeros(0, dtype=np.float32)), sparse.csr_matrix((len(texts), 0))
    page = Page(tuple(map(str, reader.get_feature_names_out())), reader.idf_.astype(np.float32))
    return page, counts * rows


def _line(rows: Any, inside: Any, counts: Any) -> tuple[Any, float]:
    from scipy import sparse
    from sklearn.svm import LinearSVC

    ours = np.asarray(rows[inside].sum(axis=0)).ravel() + SMOOTHED
    others = np.asarray(rows[~inside].sum(axis=0)).ravel() + SMOOTHED
    more_often = np.log((ours / ours.sum()) / (others / others.sum()))
    line = LinearSVC(random_state=0).fit(rows @ sparse.diags(more_often), inside, sample_weight=counts)
    return line.coef_[0] * more_often, float(line.intercept_[0])


def _seen(rows: Any, inside: Any) -> Any:
    return np.asarray((rows[inside] > 0).sum(axis=0)).ravel()
