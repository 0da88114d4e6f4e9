"""The extra questions of a category: what a program is told of them, and what it may answer."""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from django.utils.translation import gettext as _

from linli.api.open311.answers import Fault
from linli.api.open311.asking import Ask, moment_in
from linli.cases.questions import Given, fits, given_of
from linli.governance.model import Question as Asked
from linli.governance.model import RuleBook

DataType = Literal["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]


@dataclass(frozen=True)
class Question:
    """`variable` is False where something is only told, not asked. `values`: what may be chosen, key and name."""

    code: str
    description: str
    order: int
    datatype: DataType = "string"
    required: bool = False
    variable: bool = True
    datatype_description: str = ""
    values: tuple[tuple[str, str], ...] = ()
    fits_too: Callable[[str], bool] = bool  # what the rule book's own kind of question asks besides the type

    def line(self) -> dict[str, Any]:
        line: dict[str, Any] = {
            "variable": self.variable,
            "code": self.code,
            "datatype": self.datatype,
            "required": self.required,
            "datatype_description": self.datatype_description,
            "order": self.order,
            "description": self.description,
        }
        if self.values:
            line["values"] = [{"key": key, "name": name} for key, name in self.values]
        return line

    @property
    def is_list(self) -> bool:
        return self.datatype in {"singlevaluelist", "multivaluelist"}

    def read(self, given: list[str]) -> str:
        """The answer in words. Raises ValueError with a sentence."""
        if self.required and not given:
            raise ValueError(_("“%(question)s” needs an answer.") % {"question": self.description})
        if len(given) > 1 and self.datatype != "multivaluelist":
            raise ValueError(_("“%(question)s” takes one answer.") % {"question": self.description})
        if not all(self.fits(text) and self.fits_too(text) for text in given):
            raise ValueError(_("The answer to “%(question)s” does not fit.") % {"question": self.description})
        names = dict(self.values)
        return "、".join(names[text] if self.is_list else text for text in given)

    def fits(self, text: str) -> bool:
        match self.datatype:
            case "number":
                return is_number(text)
            case "datetime":
                return moment_in(text) is not None
            case "string":
                return "\n" not in text and len(text) <= 1000
            case "text":
                return len(text) <= 4000
        return text in dict(self.values)


def is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def questions_of(book: RuleBook, category: str) -> tuple[Question, ...]:
    """What the rule book asks besides the words, in the types of this standard."""
    asked = enumerate(book.questions(category), start=1)
    return tuple(translated(question, order) for order, question in asked)


def translated(question: Asked, order: int) -> Question:
    common: dict[str, Any] = {
        "code": question.key,
        "description": question.words,
        "order": order,
        "required": question.required,
        "fits_too": partial(fits, question),
    }
    match question.kind:
        case "choice":
            return Question(**common, datatype="singlevaluelist", values=pairs(question.choices))
        case "yes_no":
            return Question(**common, datatype="singlevaluelist", values=(("yes", _("Yes")), ("no", _("No"))))
        case "number":
            return Question(**common, datatype="number")
        case "date":
            return Question(**common, datatype_description="YYYY-MM-DD")
    return Question(**common)


def pairs(choices: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((one, one) for one in choices)


@dataclass(frozen=True)
class Answered:
    """Answers under the codes of their questions, and the same as lines that a person reads."""

    given: tuple[Given, ...]
    lines: tuple[str, ...]


def answered(ask: Ask, questions: Iterable[Question]) -> Answered:
    """Codes that no question bears are left aside. Raises Fault with every answer that does not fit."""
    given, lines, wrong = {}, [], []
    for question in (one for one in questions if one.variable):
        said = list(given_to(ask, question))
        try:
            read = question.read(said)
        except ValueError as fault:
            wrong.append(str(fault))
        else:
            given[question.code] = said[0] if said else ""
            lines += [f"{question.description}: {read}"] if read else []
    if wrong:
        raise Fault(400, *wrong)
    return Answered(given_of(given), tuple(lines))


def given_to(ask: Ask, question: Question) -> Iterator[str]:
    """attribute[A]=1, and for several values attribute[A][]=1&attribute[A][]=2 or the same name again."""
    for value in ask.said(f"attribute[{question.code}]"):
        text = value.strip().replace("\r\n", "\n")
        yield from map(str.strip, text.split(",")) if question.datatype == "multivaluelist" else [text]
