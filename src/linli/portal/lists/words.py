"""The states of a line and the sides of a ledger, as people say them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.cases.listings import Counted
from linli.cases.models import MoneyLine
from linli.cases.models.lists import STATES

STATE_WORDS: Mapping[str, Promise | str] = {
    "open": _("Nobody has it yet"),
    "claimed": _("Somebody has it"),
    "under_way": _("Under way"),
    "done": _("Brought to its end"),
    "ended": _("Ended otherwise"),
    "moved": _("Moved to another list"),
    "removed": _("Taken off the list"),
}
LOOKS: Mapping[str, str] = {"open": "wait", "done": "done", "ended": "plain", "moved": "plain"}
SOURCES: Mapping[str, Promise | str] = {
    MoneyLine.Source.PARTNER: _("partner unit"),
    MoneyLine.Source.FISCAL: _("public budget"),
    MoneyLine.Source.COLLECTIVE: _("the collective"),
    MoneyLine.Source.RESIDENTS: _("residents' own contributions"),
}
SIDES: Mapping[str, Promise | str] = {
    MoneyLine.Side.PLEDGED: _("Promised"),
    MoneyLine.Side.RECEIVED: _("Received"),
    MoneyLine.Side.SPENT: _("Spent"),
    MoneyLine.Side.RETURNED: _("Given back"),
}


@dataclass(frozen=True)
class Share:
    """One state of a list: its word, how many, and whether its rows can be opened."""

    state: str
    words: Promise | str
    number: int
    opens: bool

    @property
    def look(self) -> str:
        return LOOKS.get(self.state, "")


def shares_of(counted: Counted) -> tuple[Share, ...]:
    """Every state that has lines, in one order; together they are all that ever stood on the list."""
    return tuple(
        Share(state, STATE_WORDS[state], counted.states[state], state != "removed")
        for state in STATES
        if counted.states.get(state)
    )
