"""Every few minutes what changed in the counts of days is added up, so that a figure over a long span stays quick."""

from datetime import datetime, timedelta

from linli.cases.actions.adding_up import add_up_changes, let_lapse
from linli.kit.rhythm import every


@every(timedelta(minutes=5), whole=False)
def add_up_days(at: str) -> dict[str, int]:
    """In small transactions; begun again at any point it goes on where it stood."""
    now = datetime.fromisoformat(at)
    lapsed = added = 0
    while some := let_lapse(now):
        lapsed += some
    while some := add_up_changes():
        added += some
    return {"lapsed": lapsed, "added": added}
