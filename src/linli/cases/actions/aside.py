"""Many reports from one line within the hour are all taken; a person looks at each before it is sent on."""

from collections.abc import Callable
from datetime import datetime

from linli.cases.actions.moving import note
from linli.cases.models import Case
from linli.cases.rules import can_put_aside
from linli.kit.action import action
from linli.kit.actor import SYSTEM, Actor
from linli.kit.answer import permit
from linli.kit.limiting import Measure, count_each, counting_along
from linli.kit.lines import Line

FROM_A_BLOCK = Measure("raised.block", 40)
FROM_A_DEVICE = Measure("raised.device", 12)
ALTOGETHER = Measure("raised.all", 3000)


def is_many(line: Line, at: datetime) -> bool:
    """Counts this one. A line that many people share counts only with everything together."""
    lines = [(ALTOGETHER, "all")]
    if not line.shared:
        lines += [(FROM_A_BLOCK, line.block), (FROM_A_DEVICE, line.device)]
    counted = count_each([line for line in lines if line[1]], at)
    return any(number > measure.most for (measure, _name), number in counted.items())


def counted_in(raising: Callable[[], Case], line: Line, *, at: datetime) -> Case:
    """Raise a case for somebody who has not signed in, and count it."""
    with counting_along():
        case = raising()
        take_in(case, line, at)
    return case


def take_in(case: Case, line: Line, at: datetime) -> None:
    """After a case was raised by somebody who has not signed in. Sent again under its key it is counted no second time."""
    if case.raised_at != at:
        return
    if is_many(line, at) and can_put_aside(SYSTEM, case):
        put_aside(case, by=SYSTEM, at=at)


@action
def put_aside(case: Case, *, by: Actor, at: datetime) -> Case:
    """It stays in the book and its clocks run; it is only not sent on before somebody has sorted it."""
    case = case.locked()
    permit(can_put_aside(by, case))

    case.aside = True
    case.save_changes("aside")

    note("put_aside", case, by=by, at=at)
    return case
