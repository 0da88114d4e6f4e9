"""Queries whose SQL is written once. Django writes it anew each time it asks, which costs several times what the database
takes to answer; for what stands on every page that is a third of the page.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import update_wrapper
from typing import Any, Final, Generic, ParamSpec, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models.expressions import Expression
from django.db.models.query import ModelIterable, get_related_populators

from linli.kit.actor import Actor, HeldPost

P = ParamSpec("P")
R = TypeVar("R")

WHO_AND_WHERE: Final = frozenset(
    {
        "account_id",
        "posts",
        "keys",
        "post",
        "voices",
        "id",
        "area_id",
        "area_path",
        "organisation_id",
        "absent_id",
    }
)
CALLED: Final = frozenset({"name", "role_name", "organisation_name", "absent_name"})
UNKNOWN: Final = object()
MOST_SHAPES: Final = 200  # of one query; a list of values has a shape for each length


class Blank(Expression):
    """Stands in a query where a value comes later. `made`: what is made of the value first."""

    def __init__(self, place: int, made: Callable[[Any], Any] | None = None) -> None:
        super().__init__()
        self.place = place
        self.made = made

    def through(self, made: Callable[[Any], Any]) -> "Blank":
        return Blank(self.place, made)

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Blank) and (self.place, self.made) == (other.place, other.made)

    def __hash__(self) -> int:
        return hash((self.place, self.made))

    def filled(self, values: Sequence[Any]) -> Any:
        value = values[self.place]
        return adapted(self.made(value) if self.made else value)


class Prepared(Generic[P, R]):
    """Asks the queryset that `build` makes. `prepared` says what it may be."""

    def __init__(self, build: Callable[P, models.QuerySet[Any, R]]) -> None:
        self.build = build
        self.shapes: dict[Hashable, Any] = {}  # a Shape, or None where there can be no row
        update_wrapper(self, build)

    def __call__(self, *args: P.args, **named: P.kwargs) -> list[R]:
        shape, values = self._asked(args, named)
        return list(shape.rows(values)) if shape else []

    def count(self, *args: P.args, **named: P.kwargs) -> int:
        """How many rows there are; the database counts them."""
        shape, values = self._asked(args, named)
        return shape.number(values) if shape else 0

    def _asked(self, args: Any, named: dict[str, Any]) -> "tuple[Shape | None, list[Any]]":
        blanked = Blanked()
        given = tuple(map(blanked.of, args))
        by_name = {name: blanked.of(named[name]) for name in sorted(named)}
        key = given, tuple(by_name.items())
        return self._shape(key, given, by_name), blanked.values

    def _shape(self, key: Hashable, given: tuple[Any, ...], by_name: dict[str, Any]) -> "Shape | None":
        """Never read back from the dictionary: another thread may have emptied it meanwhile."""
        known = self.shapes.get(key, UNKNOWN)
        if known is UNKNOWN:
            known = shape_of(self.build(*given, **by_name))
            if len(self.shapes) >= MOST_SHAPES:
                self.shapes.clear()
            self.shapes[key] = known
        return cast("Shape | None", known)


class Blanks(Expression):
    """Several in a list."""

    def __init__(self, *blanks: Blank) -> None:
        super().__init__()
        self.blanks = blanks

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return f"({', '.join(['%s'] * len(self.blanks))})", list(self.blanks)


def among(column: str, values: Iterable[Any]) -> models.Q:
    """Where the column is one of these. Django would take the blanks of a relation for numbers."""
    found = tuple(values)
    blank = bool(found) and isinstance(found[0], Blank)
    return models.Q(**{f"{column}__in": Blanks(*found) if blank else found})


def prepared(build: Callable[P, models.QuerySet[Any, R]]) -> Prepared[P, R]:
    """The rows of the queryset that `build` returns, as a list. One query.

    `build` is called once for each shape of its arguments, with blanks in the place of numbers, words, moments and days:
    it puts them into filters and does nothing else with them. Whatever is not blank (True, None, the length of a tuple,
    what an actor may) belongs to the shape, so the SQL of one reader never serves another who sees more or less. The rows
    are records, or tuples of `values_list`; nothing is prefetched, and the SQL hangs on no language and no time zone.
    """
    return Prepared(build)


@dataclass
class Blanked:
    """Takes arguments apart into their shape and their values."""

    values: list[Any] = field(default_factory=list)

    def of(self, value: Any) -> Any:
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int | str | date):
            self.values.append(value)
            return Blank(len(self.values) - 1)
        if isinstance(value, models.Model):
            return self.of(value.pk)
        if isinstance(value, tuple | frozenset):
            return tuple(map(self.of, sorted(value) if isinstance(value, frozenset) else value))
        if isinstance(value, Actor):
            return Actor(**self._parts(value, Actor))
        if isinstance(value, HeldPost):
            return HeldPost(**self._parts(value, HeldPost))
        raise TypeError(f"A prepared query cannot take a {type(value).__name__}.")

    def _parts(self, one: Actor | HeldPost, kind: type[Actor | HeldPost]) -> dict[str, Any]:
        """What somebody may stays, who she is and where becomes blank, and how she is called goes."""
        parts = {part.name: getattr(one, part.name) for part in fields(kind)}
        blanked = {name: self.of(part) for name, part in parts.items() if name in WHO_AND_WHERE}
        return parts | blanked | dict.fromkeys(CALLED & parts.keys(), "")


def adapted(value: Any) -> Any:
    """As the database wants it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


@dataclass(frozen=True)
class Shape:
    """The SQL of one query, and how its rows are read."""

    sql: str
    params: tuple[Any, ...]
    converters: tuple[tuple[int, Any, Any], ...]  # column, functions, expression
    record: "Record | None"  # None: the rows are tuples

    def filled(self, values: Sequence[Any]) -> list[Any]:
        return [one.filled(values) if isinstance(one, Blank) else one for one in self.params]

    def number(self, values: Sequence[Any]) -> int:
        (row,) = self._found(f"SELECT COUNT(*) FROM ({self.sql}) AS asked", values)  # noqa: S608  Django wrote it
        return int(row[0])

    def rows(self, values: Sequence[Any]) -> Iterator[Any]:
        found = self._found(self.sql, values)
        return map(self.record.of if self.record else tuple, map(self._read, found))

    def _found(self, sql: str, values: Sequence[Any]) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(sql, self.filled(values))
            found: list[Any] = cursor.fetchall()
        return found

    def _read(self, row: Sequence[Any]) -> Sequence[Any]:
        if not self.converters:
            return row
        read = list(row)
        for column, functions, expression in self.converters:
            for function in functions:
                read[column] = function(read[column], expression, connection)
        return read


@dataclass(frozen=True)
class Record:
    """How a row becomes a record, with the records that were selected beside it."""

    model: type[models.Model]
    columns: slice
    names: list[str]
    beside: list[Any]
    annotations: tuple[tuple[str, int], ...]

    def of(self, row: Sequence[Any]) -> models.Model:
        record = self.model.from_db(connection.alias, self.names, row[self.columns])
        for one in self.beside:
            one.populate(row, record)
        for name, column in self.annotations:
            setattr(record, name, row[column])
        return record


def shape_of(rows: models.QuerySet[Any, Any]) -> Shape | None:
    """None where Django sees that there can be no row."""
    compiler = rows.query.get_compiler(connection.alias)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    columns = [one[0] for one in compiler.select[: compiler.col_count]]
    read = compiler.get_converters(columns).items()
    return Shape(
        sql,
        tuple(params),
        tuple((column, functions, expression) for column, (functions, expression) in read),
        record_of(compiler) if rows._iterable_class is ModelIterable else None,
    )


def record_of(compiler: Any) -> Record:
    known, select = compiler.klass_info, compiler.select
    columns = slice(known["select_fields"][0], known["select_fields"][-1] + 1)
    return Record(
        model=known["model"],
        columns=columns,
        names=[one[0].target.attname for one in select[columns]],
        beside=get_related_populators(known, select, connection.alias),  # type: ignore[call-arg]
        annotations=tuple((compiler.annotation_col_map or {}).items()),
    )
