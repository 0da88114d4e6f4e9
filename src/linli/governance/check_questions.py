"""Proves the questions of categories: few, each answerable, and none that asks who somebody is."""

from linli.governance.faults import nearest
from linli.governance.model import RuleBook
from linli.governance.parts import Category, Question, SubCategory
from linli.governance.reader import Draft

MOST_QUESTIONS = 5  # with more of them nothing is said within a minute
LONGEST_QUESTION = 120
LONGEST_KEY = 24


def check_questions(book: RuleBook, draft: Draft, never_asked: tuple[str, ...]) -> None:
    for top in book.categories:
        for asked in (top.questions, *(sub.questions for sub in top.subs)):
            for question in asked:
                _check_question(draft, question, never_asked)
                _check_danger(book, draft, question)
        for sub in top.subs:
            _check_together(draft, top, sub)
        if top.sealed and top.questions:
            draft.fault("question_of_sealed", top.questions[0].where, category=top.name)


def _check_question(draft: Draft, question: Question, never_asked: tuple[str, ...]) -> None:
    if not question.key.isidentifier() or len(question.key) > LONGEST_KEY:
        draft.fault("question_key", question.where, key=question.key, most=LONGEST_KEY)
    if len(question.words) > LONGEST_QUESTION:
        draft.fault("question_too_long", (*question.where, "words"), most=LONGEST_QUESTION)
    if question.kind == "choice" and len(set(question.choices)) < max(2, len(question.choices)):
        draft.fault("question_without_choices", question.where, question=question.words)
    if question.kind != "choice" and question.choices:
        draft.fault("choices_for_nothing", (*question.where, "choices"), question=question.words)
    for said in (question.words, *question.choices):
        for word in never_asked:
            if word in said.lower():
                draft.fault("question_asks_identity", question.where, question=question.words, word=word)


def _check_danger(book: RuleBook, draft: Draft, question: Question) -> None:
    known = tuple(danger.key for danger in book.dangers)
    if question.danger and (question.danger not in known or question.kind != "yes_no"):
        facts = {"danger": question.danger, "known": nearest(question.danger, known)}
        draft.fault("question_danger", (*question.where, "danger"), **facts)


def _check_together(draft: Draft, top: Category, sub: SubCategory) -> None:
    """A sub-category asks its category's questions too. The fault stands at the category's, which a place adds most easily."""
    own = {question.key for question in sub.questions}
    for question in top.questions:
        if question.key in own:
            draft.fault("question_twice", question.where, key=question.key, category=sub.name)
    if len(top.questions) + len(sub.questions) > MOST_QUESTIONS:
        last = (top.questions or sub.questions)[-1]
        draft.fault("too_many_questions", last.where, category=sub.name, most=MOST_QUESTIONS)
