"""Checks that a file declares nothing Linli refuses to do: no score or mark on people, no identity let out."""

from collections.abc import Iterator

from linli.governance.model import RuleBook
from linli.governance.parts import Where
from linli.governance.reader import Draft
from linli.governance.vocabulary import ANYONE, RESIDENT

PRIVATE_SOURCES = frozenset({"household", "aid", "visit"})
GUARDED_RIGHTS = frozenset({"contact", "sealed", "export", "trace"})


def check_guard_rails(book: RuleBook, draft: Draft, never: tuple[str, ...]) -> None:
    _check_marks(book, draft, never)
    _check_identity(book, draft)
    _check_assessed(book, draft)
    for kind in book.lists.values():
        if kind.public and kind.source in PRIVATE_SOURCES:
            draft.fault("private_list_public", (*kind.where, "public"), list=kind.name)
    sealed = [category for category in book.categories if category.sealed]
    if sealed and not any("sealed" in role.rights for role in book.roles.values()):
        draft.fault("sealed_without_office", ("role",), category=sealed[0].name)


def _check_marks(book: RuleBook, draft: Draft, never: tuple[str, ...]) -> None:
    """No name in the file may be a mark on persons or a means of tracking and ranking them."""
    for said, where in _names(book):
        for word in never:
            if word in said:
                draft.fault("forbidden_mark", where, word=word)


def _names(book: RuleBook) -> Iterator[tuple[str, Where]]:
    for role in book.roles.values():
        yield from ((said, role.where) for said in (role.name, *role.duties))
    for kind in book.lists.values():
        yield kind.name, kind.where
    for scheme in book.schemes.values():
        yield scheme.name, scheme.where
        for indicator in scheme.indicators:
            yield indicator.name, indicator.where
    for promise in book.promises.values():
        yield promise.name, promise.where
    for checklist in book.checklists.values():
        yield from ((said, checklist.where) for said in (checklist.name, *checklist.items))
    for programme in book.programmes.values():
        yield from ((said, programme.where) for said in (programme.name, *programme.words))
    for category in book.categories:
        yield category.name, category.where
        yield from ((sub.name, sub.where) for sub in category.subs)


def _check_identity(book: RuleBook, draft: Draft) -> None:
    for role in book.roles.values():
        held = sorted(role.rights & GUARDED_RIGHTS)
        if held and book.hides_identity_from(role.key):
            draft.fault("identity_let_out", (*role.where, "rights"), role=role.name, right=held[0])
        elif held and role.voluntary:
            draft.fault("right_for_volunteer", (*role.where, "rights"), role=role.name, right=held[0])


def _check_assessed(book: RuleBook, draft: Draft) -> None:
    units = {level.key for level in book.levels} | set(book.organisations)
    for scheme in book.schemes.values():
        where = (*scheme.where, "assesses")
        role = book.roles.get(scheme.assesses)
        if scheme.assesses in {RESIDENT, ANYONE, "household"} or (role and role.voluntary):
            draft.fault("assesses_people", where, scheme=scheme.name)
        elif scheme.assesses and role is None and scheme.assesses not in units:
            draft.fault("assesses_unknown", where, word=scheme.assesses)
