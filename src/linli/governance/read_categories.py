"""Reads the categories of matters, what stands below them, and what is asked about them."""

from linli.governance import parts
from linli.governance.reader import Table
from linli.governance.vocabulary import HOTLINE_KINDS, KINDS, LEGAL_CLASSES, QUESTION_KINDS


def read_categories(root: Table) -> tuple[parts.Category, ...]:
    found = (_read_category(code, table) for code, table in root.named("category"))
    return tuple(sorted(found, key=lambda category: category.code))


def _read_category(code: str, table: Table) -> parts.Category:
    category = parts.Category(
        code=code,
        short=table.text("short", ""),
        name=table.text("name"),
        first=table.limit("first"),
        resolve=table.limit("resolve"),
        safe=table.limit("safe"),
        duty=table.text("duty", ""),
        legal_class=table.one_of("class", LEGAL_CLASSES, "core"),
        hotline=table.one_of("hotline", HOTLINE_KINDS, "help"),
        open311=table.text("open311", code),
        sealed=table.flag("sealed"),
        common=table.flag("common"),
        kind=table.one_of("kind", KINDS, ""),
        words=table.texts("words"),
        subs=tuple(_read_sub(code, key, sub) for key, sub in table.named("sub")),
        because=table.text("because", ""),
        questions=_read_questions(table),
        where=table.path,
    )
    table.done()
    return category


def _read_sub(code: str, key: str, table: Table) -> parts.SubCategory:
    sub = parts.SubCategory(
        code=f"{code}.{key}",
        name=table.text("name"),
        category=code,
        first=table.limit("first"),
        resolve=table.limit("resolve"),
        safe=table.limit("safe"),
        duty=table.text("duty", ""),
        legal_class=table.one_of("class", LEGAL_CLASSES, ""),
        kind=table.one_of("kind", KINDS, ""),
        words=table.texts("words"),
        because=table.text("because", ""),
        questions=_read_questions(table),
        where=table.path,
    )
    table.done()
    return sub


def _read_questions(category: Table) -> tuple[parts.Question, ...]:
    return tuple(_read_question(key, table) for key, table in category.named("question"))


def _read_question(key: str, table: Table) -> parts.Question:
    question = parts.Question(
        key=key,
        words=table.text("words"),
        kind=table.one_of("kind", QUESTION_KINDS, "text"),
        choices=table.texts("choices"),
        required=table.flag("required"),
        danger=table.text("danger", ""),
        where=table.path,
    )
    table.done()
    return question
