"""The rows that the page of a case is made of: queries asked so often that their SQL is written once."""

from typing import Any

from django.db.models import QuerySet

from linli.cases.models import (
    Answer,
    Call,
    Case,
    Check,
    Clock,
    Detail,
    Extension,
    Message,
    Objection,
    Pause,
    Picture,
    Publication,
    Rating,
    Review,
    Sound,
    Urge,
)
from linli.kit.actor import Actor
from linli.kit.models import Trace
from linli.kit.prepared import prepared

OFFICE = ("post__organisation", "post__area")


def with_page(cases: Any) -> Any:
    """The relations that a case page shows, fetched with the case."""
    rows = cases.select_related(
        "words", "area", "holder_organisation", "holder_post__account", "holder_post__area"
    )
    return rows.defer("area__outline", "holder_post__area__outline")


def case_numbered(actor: Actor, number: str) -> Case | None:
    """The case of this number with all that its page shows; None where this actor does not see it."""
    return next(iter(_numbered(actor, number)), None)


@prepared
def _numbered(actor: Actor, number: str) -> QuerySet[Case]:
    found: QuerySet[Case] = with_page(Case.objects.visible_to(actor)).filter(number=number)
    return found


@prepared
def traces(case: int) -> QuerySet[Trace]:
    rows = Trace.objects.filter(record_kind=Case._meta.label_lower, record_id=case)
    return rows.select_related("said").order_by("number")


@prepared
def clocks(case: int, in_round: int) -> QuerySet[Clock]:
    return Clock.objects.filter(case=case, round=in_round).order_by("name")


@prepared
def pictures(case: int) -> QuerySet[Picture]:
    return Picture.objects.filter(case=case).order_by("at", "pk")


@prepared
def details(case: int) -> QuerySet[Detail]:
    return Detail.objects.filter(case=case).order_by("pk")


@prepared
def messages(case: int) -> QuerySet[Message]:
    return Message.objects.filter(case=case).select_related(*OFFICE).order_by("at", "pk")


@prepared
def answers(case: int) -> QuerySet[Answer]:
    return Answer.objects.filter(case=case).order_by("round")


@prepared
def ratings(case: int) -> QuerySet[Rating]:
    return Rating.objects.filter(case=case).order_by("round")


@prepared
def pauses(case: int) -> QuerySet[Pause]:
    return Pause.objects.filter(case=case).order_by("since")


@prepared
def urges(case: int) -> QuerySet[Urge]:
    return Urge.objects.filter(case=case).select_related(*OFFICE).order_by("at", "pk")


@prepared
def extensions(case: int) -> QuerySet[Extension]:
    return Extension.objects.filter(case=case).select_related(*OFFICE).order_by("asked_at")


@prepared
def reviews(case: int) -> QuerySet[Review]:
    posts = ("asked_post__organisation", "asked_post__area")
    return Review.objects.filter(case=case).select_related(*posts).order_by("asked_at")


@prepared
def calls(case: int) -> QuerySet[Call]:
    return Call.objects.filter(case=case).order_by("at", "pk")


@prepared
def publications(case: int) -> QuerySet[Publication]:
    return Publication.objects.filter(case=case)


@prepared
def objections(case: int) -> QuerySet[Objection]:
    """The one that is not decided yet."""
    rows = Objection.objects.open().filter(case=case)
    return rows.select_related("organisation", "post__area", "proposed")


def checks(case: Case) -> tuple[Check, ...]:
    """Those called off or lapsed belong to the record, not to the page."""
    found = tuple(_checks(case.pk))
    for one in found:
        one.case = case
    return found


@prepared
def _checks(case: int) -> QuerySet[Check]:
    rows = Check.objects.filter(case=case, outcome__in=["", *Check.FOUND])
    return rows.select_related(*OFFICE).order_by("asked_at", "pk")


def sounds(case: Case) -> tuple[Sound, ...]:
    """Two queries."""
    return tuple(Sound.objects.filter(case=case).order_by("at", "pk").prefetch_related("transcripts"))
