from typing import Any, ClassVar

from django.db import models

from linli.cases.models.case import Case
from linli.kit.bigrams import Question, for_postgres, for_sqlite


class Line(models.Field[Any, Any]):
    """The indexed text of a row. `__says` finds all phrases of a question, `__says_any` at least one."""

    def db_type(self, connection: Any) -> str:
        return "tsvector" if connection.vendor == "postgresql" else ""


@Line.register_lookup
class Says(models.Lookup[Any]):
    lookup_name = "says"
    prepare_rhs = False
    any_of = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, _params = self.process_lhs(compiler, connection)
        return f"{column} MATCH %s", [for_sqlite(self._question, any_of=self.any_of)]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, _params = self.process_lhs(compiler, connection)
        return f"{column} @@ %s::tsquery", [for_postgres(self._question, any_of=self.any_of)]

    @property
    def _question(self) -> Question:
        question: Question = self.rhs
        return question


@Line.register_lookup
class SaysAny(Says):
    lookup_name = "says_any"
    any_of = True


class Indexed(models.Model):
    """What a search reads of a case: text that everybody who sees the case may read. Who spoke is never in it.

    The table is made by its migration: FTS5 on SQLite, a tsvector with a GIN index on PostgreSQL.
    """

    case = models.OneToOneField(
        Case, on_delete=models.DO_NOTHING, primary_key=True, db_column="rowid", related_name="indexed"
    )
    line = Line(db_column="cases_search")

    objects: ClassVar[models.Manager["Indexed"]] = models.Manager()

    class Meta:
        managed = False
        db_table = "cases_search"
