"""The extra questions of a category: what a program is told of them, and what it may answer."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _

from linli.api.open311.answers import Fault
from linli.api.open311.asking import Ask, moment_in
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
        if not all(self.fits(text) for text in given):
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
    """What is asked besides the words. No rule book asks anything yet."""
    return ()


def answered(ask: Ask, questions: Iterable[Question]) -> list[str]:
    """Question and answer, a line each; codes that no question bears are left aside. Raises Fault with every wrong one."""
    lines, wrong = [], []
    for question in (one for one in questions if one.variable):
        try:
            said = question.read(list(given_to(ask, question)))
        except ValueError as fault:
            wrong.append(str(fault))
        else:
            lines += [f"{question.description}: {said}"] if said else []
    if wrong:
        raise Fault(400, *wrong)
    return lines


def given_to(ask: Ask, question: Question) -> Iterator[str]:
    """attribute[A]=1, and for several values attribute[A][]=1&attribute[A][]=2 or the same name again."""
    for value in ask.said(f"attribute[{question.code}]"):
        text = value.strip().replace("\r\n", "\n")
        yield from map(str.strip, text.split(",")) if question.datatype == "multivaluelist" else [text]
