"""Categories of the rule book as services. What is sealed is not taken through this door."""

from dataclasses import dataclass
from typing import Any

from linli.api.open311.questions import questions_of
from linli.governance.model import Category, RuleBook, SubCategory
from linli.governance.vocabulary import ANYONE, RESIDENT


@dataclass(frozen=True)
class Service:
    """`code` is what programs know; `category` what the rule book calls it."""

    code: str
    category: str
    name: str
    group: str
    keywords: tuple[str, ...]
    kind: str


def services_of(book: RuleBook) -> tuple[Service, ...]:
    open_ones = (one for one in book.all_categories if not book.is_sealed(one.code))
    return tuple(service_for(book, one) for one in open_ones)


def service_for(book: RuleBook, one: Category | SubCategory) -> Service:
    top = book.top_category(one.code)
    assert top is not None
    code = (top.open311 or top.code) + one.code.removeprefix(top.code)
    return Service(code, one.code, one.name, top.name, one.words, kind_of(book, one))


def kind_of(book: RuleBook, one: Category | SubCategory) -> str:
    """The kind that the category starts, where residents raise it themselves; else a request, from which the office makes it."""
    raising = book.flow(one.kind).verb("raise") if one.kind in book.flows else None
    return one.kind if raising and raising.roles & {ANYONE, RESIDENT} else "request"


def service_behind(book: RuleBook, code: str) -> Service | None:
    return next((service for service in services_of(book) if service.code == code), None)


def service_of_category(book: RuleBook, category: str) -> Service | None:
    """The service of a case, under the edition by which it is handled; none for what is sealed or not yet sorted."""
    found = book.category(category)
    return service_for(book, found) if found and not book.is_sealed(category) else None


def line_of(service: Service, book: RuleBook) -> dict[str, Any]:
    return {
        "service_code": service.code,
        "service_name": service.name,
        "description": service.group if service.group != service.name else service.name,
        "metadata": bool(questions_of(book, service.category)),
        "type": "realtime",
        "keywords": ", ".join(service.keywords),
        "group": service.group,
    }


def definition_of(service: Service, book: RuleBook) -> dict[str, Any]:
    asked = questions_of(book, service.category)
    return {"service_code": service.code, "attributes": [question.line() for question in asked]}
