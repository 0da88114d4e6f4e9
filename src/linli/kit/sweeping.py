"""What the worker sweeps for all floors."""

from datetime import datetime, timedelta

from linli.kit.rhythm import every
from linli.kit.scratch import drop_left_overs


@every(timedelta(hours=1))
def sweep_scratch(at: str) -> int:
    return drop_left_overs(datetime.fromisoformat(at))
