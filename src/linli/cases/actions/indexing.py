"""Keep what the search reads in step with the cases, in the transaction that changes them."""

import re
from collections.abc import Iterable, Mapping, Sequence

from django.db import connection
from django.db.models import QuerySet

from linli.cases.models import Answer, Case
from linli.cases.reads_of_speech import heard_in
from linli.kit.bigrams import as_tsvector, tokens_of
from linli.kit.paths import lineage
from linli.kit.prepared import prepared
from linli.places.models import Area

# Traces after which a case reads differently.
READS_ANEW = frozenset({"raised", "triaged", "answered", "rehomed", "taken_back", "transcribed"})
NEAREST_PLACES = 3
_LONG_NUMBER = re.compile(r"\d[\d \-]{5,}\d[Xx]?")


def index(case: Case, *, first: bool = False) -> None:
    """At most four queries. `first`: it was just raised, so that nobody has heard its recordings yet."""
    answers = Answer.objects.filter(case=case).order_by("round") if case.answered_at else ()
    heard = {} if first else heard_in([case.pk])
    said = f"{case.words.text}\n{heard.get(case.pk, '')}"
    write([(case, said, " ".join(answer.text for answer in answers))])


def write(rows: Sequence[tuple[Case, str, str]]) -> None:
    """Cases with what was said and what was answered. What stood there before goes."""
    names = place_names({case.area_path for case, _said, _answered in rows})
    lines = [(case.pk, list(tokens_of(text_of(*row, names)))) for row in rows for case in row[:1]]
    if connection.vendor == "postgresql":
        write_down = (
            "INSERT INTO cases_search (rowid, cases_search) VALUES (%s, %s::tsvector) "
            "ON CONFLICT (rowid) DO UPDATE SET cases_search = EXCLUDED.cases_search"
        )
        values = [(pk, as_tsvector(iter(tokens))) for pk, tokens in lines]
    else:
        write_down = "INSERT OR REPLACE INTO cases_search (rowid, line) VALUES (%s, %s)"
        values = [(pk, " ".join(tokens)) for pk, tokens in lines]
    with connection.cursor() as cursor:
        if len(values) == 1:  # as most often: one statement is cheaper than a batch of one
            cursor.execute(write_down, values[0])
        else:
            cursor.executemany(write_down, values)


def place_names(paths: Iterable[str]) -> Mapping[str, str]:
    wanted = {above for path in paths for above in lineage(path)[-NEAREST_PLACES:]}
    return dict(_named(tuple(sorted(wanted))))


@prepared
def _named(paths: tuple[str, ...]) -> QuerySet[Area, tuple[str, str]]:
    return Area.objects.filter(path__in=paths).values_list("path", "name")


def text_of(case: Case, said: str, answered: str, names: Mapping[str, str]) -> str:
    """Long numbers, which may be telephones or papers, stay out: nobody is looked for by them."""
    places = " ".join(names.get(path, "") for path in lineage(case.area_path)[-NEAREST_PLACES:])
    found, top = case.category_in_book, case.rulebook.top_category(case.category)
    about = " ".join(one.name for one in (top, found) if one is not None)
    free = "\n".join((case.title, case.place_words, said, answered))
    return "\n".join((case.number, about, places, _LONG_NUMBER.sub(" ", free)))
