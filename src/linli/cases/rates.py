"""Three rates, each with its denominator, and where every case of the span ended. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

FEW: Final = 5  # smaller numbers are not shown to the public, since they may point to somebody

RESPONSE, RESOLUTION, SATISFACTION = "response", "resolution", "satisfaction"


@dataclass(frozen=True)
class Counts:
    """What was counted among the cases of a span, by the filters of their list."""

    raised: int
    in_time: int
    late: int
    ends: Mapping[str, int]  # end state → closed cases
    verdicts: Mapping[str, int]  # the resident's last word → cases


@dataclass(frozen=True)
class Rate:
    """`share` is None where nothing was counted: no cases are not a hundred per cent."""

    key: str
    numerator: int
    denominator: int

    @property
    def share(self) -> float | None:
        return self.numerator / self.denominator if self.denominator else None

    @property
    def percent(self) -> str:
        return f"{self.share:.1%}" if self.share is not None else ""


@dataclass(frozen=True)
class EndLine:
    """`counted`: it stands in the denominator of the resolution rate."""

    key: str
    name: str
    plain: str
    number: int
    counted: bool


def rates(counts: Counts, counted: frozenset[str]) -> tuple[Rate, Rate, Rate]:
    """Response: first contact in time, of those made or overdue. Resolution: solved, of the closed ones that count;
    partly is not solved. Satisfaction: “solved” as the resident's last word, of all who said one.
    """
    closed = sum(number for end, number in counts.ends.items() if end in counted)
    judged = sum(counts.verdicts.values())
    return (
        Rate(RESPONSE, counts.in_time, counts.in_time + counts.late),
        Rate(RESOLUTION, counts.ends.get("solved", 0), closed),
        Rate(SATISFACTION, counts.verdicts.get("solved", 0), judged),
    )


@dataclass(frozen=True)
class Shown:
    """A number for everybody's eyes; None says “fewer than five”. Nothing at all stays nothing."""

    number: int | None

    @classmethod
    def of(cls, number: int) -> "Shown":
        return cls(None if 0 < number < FEW else number)


@dataclass(frozen=True)
class PublicRate:
    """Hidden altogether where a small part could be worked out from the others."""

    key: str
    numerator: Shown
    denominator: Shown
    percent: str


def public_rate(rate: Rate) -> PublicRate:
    rest = rate.denominator - rate.numerator
    numerator, denominator = Shown.of(rate.numerator), Shown.of(rate.denominator)
    if 0 < rest < FEW or numerator.number is None or denominator.number is None:
        return PublicRate(rate.key, Shown(None) if rate.numerator else Shown(0), denominator, "")
    return PublicRate(rate.key, numerator, denominator, rate.percent)
