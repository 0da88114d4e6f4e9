"""Beside the words: what they may be about with its questions, and the open cases that may be the same matter."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from linli.cases.asking import QuestionsForm
from linli.cases.models import Case
from linli.cases.proposing import propose
from linli.cases.reads_of_alike import Asked, alike_before
from linli.cases.rules_of_linking import can_join
from linli.field.note.forms import NoteForm
from linli.governance.model import RuleBook
from linli.governance.reads import rulebook_for
from linli.kit.actor import Actor


@dataclass(frozen=True)
class Known:
    """An open case that may be the same one; `button` only where one more voice may be added to it."""

    case: Case
    button: str


@dataclass(frozen=True)
class Hints:
    """`chosen` by the worker; the questions are of that category, else of the likeliest one."""

    guesses: tuple[tuple[str, str], ...]
    chosen: str
    questions: QuestionsForm
    unasked: bool

    @property
    def category(self) -> str:
        """Whoever answers the questions of a category says that it is this one."""
        return self.chosen or (self.questions.category if self.questions.given else "")


def hints_for(form: NoteForm, sent: Any) -> Hints | None:
    """Nothing without words, or where no rule book holds."""
    words, book = form.cleaned_data.get("words", ""), book_of(form)
    if book is None or not words:
        return None
    proposed = [one.code for one in propose(words, book) if not book.is_sealed(one.code)]
    chosen = chosen_in(form, book)
    codes = list(dict.fromkeys([*([chosen] if chosen else []), *proposed]))
    code = codes[0] if codes else ""
    asked = sent.get("asked", "") == code
    questions = questions_of(book, code, sent, asked=asked)
    names = tuple((one, part.name) for one in codes if (part := book.category(one)))
    return Hints(names, chosen, questions, bool(chosen and questions.fields and not asked))


def book_of(form: NoteForm) -> RuleBook | None:
    return rulebook_for(form.chosen_area.path) if "area" in form.cleaned_data else None


def chosen_in(form: NoteForm, book: RuleBook) -> str:
    code = form.cleaned_data.get("phrase") or form.cleaned_data.get("category") or ""
    return code if book.category(code) and not book.is_sealed(code) else ""


def questions_of(book: RuleBook, code: str, sent: Any, *, asked: bool) -> QuestionsForm:
    """Judged once they have stood on a page; before that only filled with what was answered already."""
    form = QuestionsForm(sent if asked else None, book=book, category=code, complete=False)
    form.initial = {key: sent.get(form.add_prefix(key), "") for key in form.asked}
    form.is_valid()
    return form


def known_already(form: NoteForm, hints: Hints, actor: Actor) -> tuple[Known, ...]:
    area = form.chosen_area
    asked = Asked(form.cleaned_data["words"], hints.questions.category, area.pk)
    alike = alike_before(asked, area.path, actor, timezone.now())
    return tuple(Known(one.case, joining(one.case, actor)) for one in alike)


def joining(case: Case, actor: Actor) -> str:
    """The rule book's own word for it."""
    verb = case.flow.verb("join")
    return verb.name if verb and can_join(actor, case) else ""
