"""Checks of levels, roles, duty list and ladder: for every matter and at every rung somebody answers."""

from linli.governance.faults import nearest
from linli.governance.model import Category, DutyRow, RuleBook, Rung, SubCategory
from linli.governance.parts import Where
from linli.governance.reader import Draft
from linli.governance.vocabulary import RESERVED_ACTORS

NEEDED_RIGHTS = ("people", "places", "rulebook")


def check_levels(book: RuleBook, draft: Draft) -> None:
    known = tuple(level.key for level in book.levels)
    if not known:
        draft.fault("no_levels", ("level",))
        return
    for level in book.levels:
        for above in level.under:
            if above not in known:
                facts = {"level": above, "known": nearest(above, known)}
                draft.fault("unknown_level", (*level.where, "under"), **facts)
            elif known.index(above) >= known.index(level.key):
                facts = {"level": level.name, "above": book.level(above).name}
                draft.fault("level_loop", (*level.where, "under"), **facts)
    if book.area_level and book.area_level not in known:
        facts = {"level": book.area_level, "known": nearest(book.area_level, known)}
        draft.fault("unknown_level", ("area", "level"), **facts)


def _known_level(book: RuleBook, draft: Draft, level: str, where: Where) -> None:
    known = tuple(one.key for one in book.levels)
    if level and level not in known:
        draft.fault("unknown_level", where, level=level, known=nearest(level, known))


def known_role(book: RuleBook, draft: Draft, role: str, where: Where) -> None:
    if role and role not in book.roles:
        draft.fault("unknown_role", where, role=role, known=nearest(role, tuple(book.roles)))


def check_roles(book: RuleBook, draft: Draft) -> None:
    if not book.roles:
        draft.fault("no_roles", ("role",))
        return
    for kind in book.organisations.values():
        _known_level(book, draft, kind.level, (*kind.where, "level"))
    for role in book.roles.values():
        _check_role(book, draft, role.key)
    for right in NEEDED_RIGHTS:
        if not any(right in role.rights for role in book.roles.values()):
            draft.fault("right_without_holder", ("role",), right=right)


def _check_role(book: RuleBook, draft: Draft, key: str) -> None:
    role = book.roles[key]
    if key in RESERVED_ACTORS:
        draft.fault("reserved_role", role.where, role=key)
    _known_level(book, draft, role.level, (*role.where, "level"))
    if role.organisation and role.organisation not in book.organisations:
        facts = {"kind": role.organisation, "known": nearest(role.organisation, tuple(book.organisations))}
        draft.fault("unknown_organisation", (*role.where, "organisation"), **facts)
    if key not in _roles_in_use(book):
        draft.fault("idle_role", role.where, role=role.name)


def _roles_in_use(book: RuleBook) -> set[str]:
    used = {actor for flow in book.flows.values() for verb in flow.verbs.values() for actor in verb.roles}
    used |= {role for holder in book.holders.values() for role in (holder.role, holder.backup)}
    used |= {role for row in book.duties for role in (row.role, row.backup)}
    used |= {rung.duty_role for rung in book.ladder}
    used |= {role for promise in book.promises.values() for role in promise.by}
    used |= {role for meeting in book.meetings.values() for role in meeting.called_by}
    used |= {role for scheme in book.schemes.values() for role in (*scheme.by, scheme.assesses)}
    used |= {*book.whistle.blow, *book.whistle.report}
    return used | {key for key, role in book.roles.items() if role.rights or role.duties}


def check_duties(book: RuleBook, draft: Draft) -> None:
    for holder in book.holders.values():
        known_role(book, draft, holder.role, (*holder.where, "role"))
        known_role(book, draft, holder.backup, (*holder.where, "backup"))
    for row in book.duties:
        _check_duty_row(book, draft, row)
    _check_duty_overlaps(book, draft)
    if not book.categories:
        draft.fault("no_categories", ("category",))
    for one in book.all_categories:
        _check_charge(book, draft, one)


def _check_duty_row(book: RuleBook, draft: Draft, row: DutyRow) -> None:
    known_role(book, draft, row.role, (*row.where, "role"))
    known_role(book, draft, row.backup, (*row.where, "backup"))
    _known_level(book, draft, row.level, (*row.where, "level"))
    if not row.covers:
        draft.fault("duty_covers_nothing", row.where)
    for code in row.covers:
        check_code(book, draft, code, (*row.where, "covers"))
    if row.backup and row.backup == row.role:
        draft.fault("own_backup", (*row.where, "backup"), role=row.role)


def check_code(book: RuleBook, draft: Draft, code: str, where: Where) -> None:
    if book.category(code) is None:
        known = tuple(one.code for one in book.all_categories)
        draft.fault("unknown_category", where, category=code, known=nearest(code, known))


def _check_duty_overlaps(book: RuleBook, draft: Draft) -> None:
    """Two lines that charge two roles with the same category at the same level."""
    first: dict[tuple[str, str], DutyRow] = {}
    for row in book.duties:
        for code in row.covers:
            earlier = first.setdefault((code, row.level), row)
            if earlier is not row:
                line = draft.position(earlier.where).line
                facts = {"category": code, "one": earlier.role, "other": row.role, "line": line}
                draft.fault("duty_overlap", row.where, **facts)


def _check_charge(book: RuleBook, draft: Draft, one: Category | SubCategory) -> None:
    """A category needs a unit: by a line of the duty list, or by its word in the column `duty`."""
    if isinstance(one, SubCategory) and not one.duty:
        return
    if book.duty(one.code) is not None:
        return
    if not one.duty:
        draft.fault("category_without_unit", one.where, category=one.name, code=one.code)
    elif one.duty not in book.holders:
        facts = {"category": one.name, "code": one.code, "duty": one.duty}
        if isinstance(one, Category) and all(book.duty(sub.code) for sub in one.subs) and one.subs:
            return
        draft.fault("holder_unbound", ("holder",), **facts)


def check_charged(book: RuleBook, draft: Draft) -> None:
    """Whoever the duty list charges must be able to take a request on. Sealed matters go another way."""
    if "request" not in book.flows:
        return
    takers = book.flow("request").actors_of("accept", "claim")
    for one in book.all_categories:
        duty = None if book.is_sealed(one.code) else book.duty(one.code)
        if duty and duty.role not in takers:
            facts = {"role": book.roles[duty.role].name, "category": one.name, "code": one.code}
            draft.fault("charged_cannot_take", _charging(book, one.code), **facts)
            return
    _check_sendable(book, draft)


def _check_sendable(book: RuleBook, draft: Draft) -> None:
    """What is sent to somebody who may only claim would lie there: nobody could accept it."""
    flow = book.flow("request")
    accepting = flow.actors_of("accept")
    if flow.verb("dispatch") is None or not accepting:
        return
    for one in book.all_categories:
        duty = None if book.is_sealed(one.code) else book.duty(one.code)
        for role in (duty.role, duty.backup) if duty else ():
            if role and role in book.roles and role not in accepting:
                facts = {"role": book.roles[role].name, "category": one.name, "code": one.code}
                draft.fault("charged_cannot_accept", _charging(book, one.code), **facts)
                return


def _charging(book: RuleBook, code: str) -> Where:
    """Where the file charges somebody with this category."""
    for wanted in (code, code.partition(".")[0]):
        for row in book.duties:
            if wanted in row.covers:
                return (*row.where, "role")
    found, top = book.category(code), book.top_category(code)
    word = (found.duty if found else "") or (top.duty if top else "")
    return ("holder", word, "role")


def check_ladder(book: RuleBook, draft: Draft) -> None:
    if not book.ladder:
        draft.fault("no_ladder", ("rung",))
    for rung in book.ladder:
        _check_rung(book, draft, rung)
    depth = {level.key: number for number, level in enumerate(book.levels)}
    for below, above in zip(book.ladder, book.ladder[1:], strict=False):
        if depth.get(above.level, 0) > depth.get(below.level, len(depth)):
            facts = {"rung": above.name, "below": below.name}
            draft.fault("rung_goes_down", (*above.where, "level"), **facts)


def _check_rung(book: RuleBook, draft: Draft, rung: Rung) -> None:
    _known_level(book, draft, rung.level, (*rung.where, "level"))
    known_role(book, draft, rung.duty_role, (*rung.where, "duty"))
    if not rung.duty_role:
        draft.fault("rung_without_duty", rung.where, rung=rung.name)
    if not rung.meeting and rung.number > 1:
        draft.fault("rung_without_meeting", rung.where, rung=rung.name)
    for meeting in rung.meetings:
        if meeting not in book.meetings:
            facts = {"meeting": meeting, "known": nearest(meeting, tuple(book.meetings))}
            draft.fault("unknown_meeting", (*rung.where, "meeting"), **facts)
    if rung.after is None and rung.number < len(book.ladder):
        draft.fault("rung_waits_for_ever", rung.where, rung=rung.name)
