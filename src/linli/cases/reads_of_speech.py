"""What the office said last, for the mark beside a matter that somebody has not looked at since."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max

from linli.cases.models import Answer, Case, Message


def last_word_of_office(cases: Iterable[Case]) -> dict[int, datetime]:
    """By id of the case; a case in which the office has not spoken is left out. Two queries."""
    ids = [case.pk for case in cases]
    messages = Message.objects.filter(case__in=ids, side=Message.Side.OFFICE)
    latest: dict[int, datetime] = {}
    for rows in (messages, Answer.objects.filter(case__in=ids)):
        for pk, at in rows.values_list("case").annotate(Max("at")):
            latest[pk] = max(at, latest.get(pk, at))
    return latest
