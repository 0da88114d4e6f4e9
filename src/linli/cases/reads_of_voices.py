"""Who speaks in a case besides the one who raised it: more voices, duplicates, and how many households that makes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from linli.cases.models import Case, Link, Voice
from linli.people.models import Contact, Resident

OWN_DOORS = frozenset({"portal", "qr"})  # where whoever sends it speaks for herself


def with_duplicates(case: Case) -> list[int]:
    """This case, the whole that it is a part of, and all that were merged into them, also by way of another."""
    wholes = Link.objects.live().parts().filter(case=case).values_list("into_id", flat=True)
    found = [case.pk, *wholes]
    frontier = found
    while frontier:
        rows = Link.objects.live().duplicates().filter(into__in=frontier)
        frontier = [pk for pk in rows.values_list("case_id", flat=True) if pk not in found]
        found = [*found, *frontier]
    return found


def wholes_over(cases: Iterable[int]) -> Any:
    """The cases of which these are parts."""
    links = Link.objects.live().parts().filter(case__in=list(cases))
    return Case.objects.filter(pk__in=links.values("into"))


def voices_of(case: Case) -> Any:
    """All who said "mine too" here or in a duplicate of it."""
    return Voice.objects.raised().filter(case__in=with_duplicates(case))


@dataclass(frozen=True)
class Reporter:
    """Somebody who is to hear what becomes of it, and the number on her own receipt."""

    contact: Contact
    number: str


def reporters_of(case: Case) -> list[Reporter]:
    """Whoever raised it, raised a duplicate of it, or said "mine too", if she left a way. Those of the case itself first."""
    cases = with_duplicates(case)
    raised = Case.objects.filter(pk__in=cases).exclude(contact=None).select_related("contact")
    joined = Voice.objects.raised().filter(case__in=cases).exclude(contact=None).select_related("contact")
    rows = [*sorted(raised, key=lambda one: one.pk != case.pk), *joined.order_by("pk")]
    return [Reporter(row.contact, row.number) for row in rows if row.contact is not None]


def households_of(case: Case) -> int:
    """How many households speak: whoever raised it or a duplicate of it, and every voice."""
    return households_in(with_duplicates(case))


def households_in(cases: Iterable[int]) -> int:
    """Known to be one household, one telephone or one account, they count once; who left nothing counts for herself.
    Four queries, however many speak.
    """
    known = list(cases)
    speakers = [*_raised(known), *_joined(known)]
    homes = homes_of({one.phone for one in speakers if one.phone})
    return len({homes.get(one.phone, one.key) for one in speakers})


@dataclass(frozen=True)
class _Speaker:
    row: str
    phone: str
    account: int | None

    @property
    def key(self) -> str:
        return self.phone or (f"account {self.account}" if self.account else self.row)


def _raised(cases: list[int]) -> Iterable[_Speaker]:
    """A part was said by whoever said the whole."""
    parts = Link.objects.live().parts().filter(case__in=cases, into__in=cases).values("case")
    rows = Case.objects.filter(pk__in=cases, proactive=False).exclude(pk__in=parts)
    for pk, phone, account, channel in rows.values_list("pk", "contact__phone_key", "raised_by", "channel"):
        yield _Speaker(f"case {pk}", phone or "", account if channel in OWN_DOORS else None)


def _joined(cases: list[int]) -> Iterable[_Speaker]:
    rows = Voice.objects.raised().filter(case__in=cases)
    for pk, phone, account in rows.values_list("pk", "contact__phone_key", "account"):
        yield _Speaker(f"voice {pk}", phone or "", account)


def homes_of(phones: Iterable[str]) -> dict[str, str]:
    rows = Resident.objects.filter(phone_key__in=list(phones)).values_list("phone_key", "household")
    return {phone: f"household {household}" for phone, household in rows if phone}
