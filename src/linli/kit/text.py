"""Dates, waiting times and numbers as people say them. Pure: the moment "now" is always handed in."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext_lazy

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
HOURS_WITHOUT_MINUTES = 3


# Lazy, so that naming one of them looks up one and not all.
WEEKDAYS = (
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)
MONTHS = (
    pgettext_lazy("month", "Jan"),
    pgettext_lazy("month", "Feb"),
    pgettext_lazy("month", "Mar"),
    pgettext_lazy("month", "Apr"),
    pgettext_lazy("month", "May"),
    pgettext_lazy("month", "Jun"),
    pgettext_lazy("month", "Jul"),
    pgettext_lazy("month", "Aug"),
    pgettext_lazy("month", "Sep"),
    pgettext_lazy("month", "Oct"),
    pgettext_lazy("month", "Nov"),
    pgettext_lazy("month", "Dec"),
)


def weekday(day: date) -> str:
    return str(WEEKDAYS[day.weekday()])


def month(number: int) -> str:
    return str(MONTHS[number - 1])


def day(moment: date, now: date) -> str:
    """11月21日 周六; with the year when it is another one than now's."""
    moment, now = local_day(moment), local_day(now)
    parts = {"weekday": weekday(moment), "month": month(moment.month), "day": moment.day, "year": moment.year}
    if moment.year == now.year:
        return gettext("%(weekday)s %(day)d %(month)s") % parts
    return gettext("%(weekday)s %(day)d %(month)s %(year)d") % parts


def local_day(moment: date) -> date:
    if not isinstance(moment, datetime):
        return moment
    return timezone.localtime(moment).date() if timezone.is_aware(moment) else moment.date()


def clock_time(moment: datetime) -> str:
    return (timezone.localtime(moment) if timezone.is_aware(moment) else moment).strftime("%H:%M")


def daytime(moment: datetime, now: date) -> str:
    """11月18日 周三 19:42"""
    return f"{day(moment, now)} {clock_time(moment)}"


def length(span: timedelta) -> str:
    """The two largest units that matter: 2 天 3 小时, 5 小时, 1 小时 20 分钟, 40 分钟."""
    days, rest = divmod(abs(span), DAY)
    hours, rest = divmod(rest, HOUR)
    minutes = rest // MINUTE
    if days:
        return joined([days_text(days), hours_text(hours) if hours else ""])
    if hours:
        return joined(
            [hours_text(hours), minutes_text(minutes) if minutes and hours < HOURS_WITHOUT_MINUTES else ""]
        )
    return minutes_text(max(minutes, 1))


def days_text(number: int) -> str:
    return ngettext("%(number)d day", "%(number)d days", number) % {"number": number}


def hours_text(number: int) -> str:
    return ngettext("%(number)d hour", "%(number)d hours", number) % {"number": number}


def minutes_text(number: int) -> str:
    return ngettext("%(number)d minute", "%(number)d minutes", number) % {"number": number}


def joined(parts: Iterable[str]) -> str:
    return " ".join(part for part in parts if part)


def left(due: datetime, now: datetime) -> str:
    """还有 2 天 3 小时, or 超 40 分钟 once the moment has passed."""
    sentence = gettext("%(length)s left") if due > now else gettext("%(length)s late")
    return sentence % {"length": length(due - now)}


def urgency(due: datetime, now: datetime) -> str:
    """late, wait (less than a day is left) or "": the tag that goes with `left`."""
    if due <= now:
        return "late"
    return "wait" if due - now < DAY else ""


def number(value: float, places: int | None = None) -> str:
    """12,345 with its thousands apart, in every language shipped."""
    return f"{value:,}" if places is None else f"{value:,.{places}f}"


def yuan(fen: int) -> str:
    """1,234.50 for 123450 fen."""
    sign, whole = "-" if fen < 0 else "", abs(fen)
    return f"{sign}{whole // 100:,}.{whole % 100:02d}"


def amount(measured: Decimal) -> str:
    """57 or 36.5: no zeros that nobody measured."""
    return f"{measured.normalize():,f}" if measured else "0"
