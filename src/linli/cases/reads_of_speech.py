"""What was said: by voice, as the office wrote it down; and what the office said last, for the mark beside a matter."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max

from linli.cases.models import Answer, Case, Message, Transcript


def heard_in(cases: Iterable[int]) -> dict[int, str]:
    """What is heard in the recordings with which these cases were raised, by case: of each recording what was typed last.

    One query. A case without any is left out; the recording of a later message belongs to that message.
    """
    rows = Transcript.objects.filter(sound__case__in=list(cases), sound__message=None).order_by("pk")
    latest = {sound: (case, text) for case, sound, text in rows.values_list("sound__case", "sound", "text")}
    found: dict[int, list[str]] = {}
    for _sound, (case, text) in sorted(latest.items()):
        found.setdefault(case, []).append(text)
    return {case: "\n".join(texts) for case, texts in found.items()}


def said_in(case: Case) -> str:
    """Her words; where she spoke instead of writing, what the office heard. At most one query."""
    return case.words.text or heard_in([case.pk]).get(case.pk, "")


def last_word_of_office(cases: Iterable[Case]) -> dict[int, datetime]:
    """By id of the case; a case in which the office has not spoken is left out. Two queries."""
    ids = [case.pk for case in cases]
    messages = Message.objects.filter(case__in=ids, side=Message.Side.OFFICE)
    latest: dict[int, datetime] = {}
    for rows in (messages, Answer.objects.filter(case__in=ids)):
        for pk, at in rows.values_list("case").annotate(Max("at")):
            latest[pk] = max(at, latest.get(pk, at))
    return latest
