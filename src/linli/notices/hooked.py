"""What another system is told: the events a webhook may choose, and which of a trace's facts go along. No names, no words."""

from collections.abc import Mapping
from typing import Any, Final

from linli.notices.recipients import MONEY_WRITTEN, RATED, TRACES, UNDECIDED

# The parts of a project and of a list. One trace for every line of a ledger: its side makes the event.
PROMISED: Final = ("case.pledged", "case.pledge_kept", "case.pledge_taken_back")
LISTED: Final = ("case.enlisted", "case.delisted")
STEPPED: Final = (
    "case.planned",
    "case.milestone_set",
    "case.milestone_ticked",
    "case.milestone_put_off",
    "case.milestone_dropped",
)
MONEY: Final = ("money.pledged", "money.received", "money.spent", "money.returned", "money.reversed")
CONFIRMED: Final = "case.spending_confirmed"
OPEN_BOOKS: Final = (*PROMISED, *MONEY, CONFIRMED, *LISTED, *STEPPED)
_OF_CASES: Final = (
    "case.registered",
    *(name for name in TRACES if name not in {*RATED, *OPEN_BOOKS, MONEY_WRITTEN, UNDECIDED}),
    "case.claimed",
    "case.rated",
    "case.reopened",
    "case.published",
)
# What can be chosen, and the traces behind it.
HOOKED: Final = (*_OF_CASES, *OPEN_BOOKS)
HEARD: Final = (*(name for name in HOOKED if name not in MONEY), MONEY_WRITTEN)

# Which facts go along, under which name. Whoever gave is not among them, nor what anybody wrote.
_LEDGER: Final = {"line": "line", "side": "side", "amount": "amount_fen", "reverses": "reverses"}
_PARTS: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = (
    dict.fromkeys(PROMISED, ("pledge", {"pledge": "id", "kind": "kind", "amount": "amount"}))
    | dict.fromkeys((*MONEY, CONFIRMED), ("money", _LEDGER))
    | dict.fromkeys(LISTED, ("list", {"onto": "onto", "left": "left", "off": "left", "line": "line"}))
    | dict.fromkeys(STEPPED, ("milestone", {"milestone": "id", "due": "due_on", "on": "done_on"}))
    | {"case.planned": ("plan", {"starts": "starts_on", "ends": "ends_on", "edition": "edition"})}
)


def event_of(name: str, facts: Mapping[str, Any]) -> str:
    """What a webhook calls this trace."""
    if name != MONEY_WRITTEN:
        return name
    return "money.reversed" if "reverses" in facts else f"money.{facts['side']}"


def part_of(event: str, facts: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The promise, the line of money, the list or the step that this event is about; nothing where it is the case itself."""
    if event not in _PARTS:
        return {}
    key, named = _PARTS[event]
    return {key: {shown: facts[fact] for fact, shown in named.items() if facts.get(fact) not in {None, ""}}}
