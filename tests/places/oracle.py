"""A second, slow way to run a clock: minute by minute, in naive local time, written without the real one."""

from datetime import date, datetime, time, timedelta

MINUTE = timedelta(minutes=1)


class Oracle:
    def __init__(self, holidays: set[date], makeups: set[date], spans: list[tuple[int, int]]) -> None:
        self.holidays, self.makeups, self.spans = holidays, makeups, spans

    def works(self, day: date) -> bool:
        if day in self.makeups:
            return True
        return day not in self.holidays and day.weekday() < 5

    def at_work(self, minute: datetime) -> bool:
        """Whether the minute that begins here is worked."""
        of_day = minute.hour * 60 + minute.minute
        return self.works(minute.date()) and any(a <= of_day < b for a, b in self.spans)

    def due(
        self, amount: int, unit: str, start: datetime, pauses: list[tuple[datetime, datetime | None]]
    ) -> datetime | None:
        if unit == "wd":
            return self.due_in_days(amount, start, pauses)
        needed = amount * {"min": 1, "h": 60, "wh": 60, "d": 1440}[unit]
        now = start
        while needed:
            if any(a <= now and b is None for a, b in pauses):
                return None
            stands = any(a <= now < b for a, b in pauses if b)
            if not stands and (unit != "wh" or self.at_work(now)):
                needed -= 1
            now += MINUTE
        return now

    def due_in_days(
        self, amount: int, start: datetime, pauses: list[tuple[datetime, datetime | None]]
    ) -> datetime | None:
        now = datetime.combine(start.date(), time()) + timedelta(days=1)
        while True:
            if any(a <= now and b is None for a, b in pauses):
                return None
            last_minute = now.hour * 60 + now.minute == self.spans[-1][1] - 1
            if self.works(now.date()) and last_minute:
                amount -= not any(a <= now and (b is None or now < b) for a, b in pauses)
            now += MINUTE
            if not amount:
                return now
