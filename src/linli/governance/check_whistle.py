"""Checks of the whistle: somebody blows, each unit that is called has somebody who reports in, and a clock says by when."""

from linli.governance.check_people import known_role
from linli.governance.faults import nearest
from linli.governance.model import RuleBook
from linli.governance.reader import Draft


def check_whistle(book: RuleBook, draft: Draft) -> None:
    rules = book.whistle
    if not rules.where:
        return
    for key in ("blow", "report"):
        for role in getattr(rules, key):
            known_role(book, draft, role, (*rules.where, key))
    if not rules.blow:
        draft.fault("whistle_nobody_blows", rules.where)
    if not rules.units:
        draft.fault("whistle_nobody_called", rules.where)
    if rules.arrive is None:
        draft.fault("whistle_without_clock", rules.where)
    _check_units(book, draft)


def _check_units(book: RuleBook, draft: Draft) -> None:
    rules, known = book.whistle, tuple(book.organisations)
    reporting = {book.roles[role].organisation for role in rules.report if role in book.roles}
    for kind in rules.units:
        where = (*rules.where, "units")
        if kind not in known:
            draft.fault("unknown_organisation", where, kind=kind, known=nearest(kind, known))
        elif kind not in reporting:
            draft.fault("whistle_unheard", where, kind=book.organisations[kind].name)
