"""What may be sent. Strict: no field that is not named here, no value of another type, no letters that no database holds."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field

from linli.cases.actions.handling import ANSWER_ENDS
from linli.cases.actions.intake import LONGEST_WORDS
from linli.cases.questions import LONGEST_ANSWER
from linli.governance.vocabulary import END_STATES, KINDS


def storable(text: str) -> str:
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError("It holds a character that no database stores: U+0000, or half of a surrogate pair.")
    return text


def whole(value: object) -> object:
    """JSON has one kind of number, and some programs write 30 as 30.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def day_of(value: object) -> object:
    """A day as RFC 3339 writes it, and in no other way."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value, re.ASCII):
        return date.fromisoformat(value)
    return value


Text = Annotated[str, AfterValidator(storable)]
Day = Annotated[date, BeforeValidator(day_of)]
Words = Annotated[Text, Field(min_length=1, max_length=LONGEST_WORDS)]
Reason = Annotated[Text, Field(min_length=1, max_length=200)]
Title = Annotated[Text, Field(max_length=60)]
Place = Annotated[Text, Field(max_length=120)]
WHOLE = BeforeValidator(whole)
Id = Annotated[int, Field(ge=1, le=2**62), WHOLE]
Hundredths = Annotated[int, Field(ge=1, le=10**11), WHOLE]
Code = Annotated[Text, Field(max_length=24)]
CaseNumber = Annotated[Text, Field(min_length=4, max_length=12)]
Key = Annotated[Text, Field(min_length=1, max_length=24)]
Told = Annotated[Text, Field(min_length=1, max_length=LONGEST_ANSWER)]
AreaPath = Annotated[str, Field(pattern=r"^([0-9A-Z]{5}/){1,16}$", examples=["00001/0000A/"])]
Kind = Literal[KINDS]  # type: ignore[valid-type]
Verdict = Literal["solved", "partly", "unsolved"]


class Body(Schema):
    model_config = ConfigDict(extra="forbid", strict=True)


class SpeakerBody(Body):
    """Goes into the identity vault; no answer of this interface ever shows it."""

    name: Annotated[Text, Field(max_length=60)] = ""
    phone: Annotated[str, Field(pattern=r"^(\+?[0-9][0-9 -]{4,19})?$")] = ""
    mail: Annotated[str, Field(max_length=200, pattern=r"^([^@\s]+@[^@\s]+\.[^@\s]+)?$")] = ""


class CaseBody(Body):
    """`area` or the point `lat`, `lon` (WGS-84) says where; with both, the point narrows the area.

    `details` answers the questions of the category (see the rule book) under their keys.
    """

    words: Words
    area: AreaPath | None = None
    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)] | None = None
    kind: Kind = "request"
    category: Code = ""
    title: Title = ""
    place_words: Place = ""
    details: Annotated[dict[Key, Told], Field(max_length=20)] = {}
    speaker: SpeakerBody | None = None


class Nothing(Body):
    """No words are needed. An empty body will do."""


class Sorting(Body):
    category: Annotated[Code, Field(min_length=1)]
    title: Title = ""
    area: AreaPath | None = None
    place_words: Place | None = None


class Sending(Body):
    """A unit by `organisation`, or one person by her `post`."""

    organisation: Id | None = None
    post: Id | None = None
    words: Annotated[Text, Field(max_length=LONGEST_WORDS)] = ""


class Offering(Body):
    words: Annotated[Text, Field(max_length=LONGEST_WORDS)] = ""


class Giving(Body):
    reason: Reason


class Extending(Body):
    days: Annotated[int, Field(ge=1, le=1000), WHOLE]
    reason: Reason


class Contesting(Body):
    """Why it is not ours, and, if known, whose it is."""

    reason: Reason
    organisation: Id | None = None


class Rejecting(Body):
    words: Reason


class PieceBody(Body):
    """`quantity`: a key of the rule book's quantities. `hundredths`: 3650 for 36.5."""

    quantity: Annotated[Code, Field(min_length=1)]
    hundredths: Hundredths


class Answering(Body):
    """`achieved`: what was made or mended, where it can be counted."""

    text: Words
    achieved: Annotated[list[PieceBody], Field(max_length=6)] = []
    end_state: Literal[ANSWER_ENDS]  # type: ignore[valid-type]


class Judging(Body):
    verdict: Verdict
    words: Annotated[Text, Field(max_length=LONGEST_WORDS)] = ""


class Closing(Body):
    end_state: Literal[END_STATES] | None = None  # type: ignore[valid-type]


class Withdrawing(Body):
    reason: Annotated[Text, Field(max_length=200)] = ""


class Showing(Body):
    """`pictures`: digest → caption, each looked at: no person, no number plate, no door number."""

    title: Annotated[Title, Field(min_length=1)]
    problem: Words
    result: Words
    pictures: dict[Annotated[str, Field(max_length=64)], Annotated[str, Field(max_length=60)]] | None = None


class Urging(Body):
    words: Words


class Trying(Body):
    words: Annotated[Text, Field(max_length=200)] = ""


class Proposing(Body):
    """An end that two persons must agree on."""

    end_state: Literal[END_STATES]  # type: ignore[valid-type]
    reason: Reason


class Asking(Body):
    days: Annotated[int, Field(ge=1, le=1000), WHOLE]
    reason: Reason


class Joining(Body):
    """Said for somebody at a desk or by another program; she gets a number and a code of her own from that door."""

    speaker: SpeakerBody | None = None


class Merging(Body):
    """The number of the case in which this one goes on."""

    into: CaseNumber


class PartBody(Body):
    title: Annotated[Title, Field(min_length=1)]
    category: Annotated[Code, Field(min_length=1)]


class Splitting(Body):
    parts: Annotated[list[PartBody], Field(min_length=2, max_length=6)]


class Enlisting(Body):
    """`onto`: the key of a list of the rule book."""

    onto: Annotated[Code, Field(min_length=1)]
    title: Annotated[Title, Field(min_length=1)]
    wanted: Annotated[Text, Field(min_length=1, max_length=2000)]


class Checking(Body):
    """`post`: whoever shall go and look whether it is so. `question`: what to look for."""

    post: Id
    question: Annotated[Text, Field(max_length=200)] = ""


class Finding(Body):
    """What whoever was asked has found there."""

    found: Literal["as_said", "partly", "not_found"]
    words: Annotated[Text, Field(min_length=1, max_length=500)]


class Replying(Body):
    text: Words


VERB_BODIES: dict[str, Any] = {
    "register": Nothing,
    "triage": Sorting,
    "dispatch": Sending,
    "offer": Offering,
    "accept": Nothing,
    "claim": Nothing,
    "release": Giving,
    "start": Nothing,
    "suspend": Giving,
    "resume": Nothing,
    "extend": Extending,
    "contest": Contesting,
    "uphold": Sending,
    "reject": Rejecting,
    "climb": Giving,
    "answer": Answering,
    "verify": Judging,
    "close": Closing,
    "rate": Judging,
    "reopen": Giving,
    "withdraw": Withdrawing,
    "publish": Showing,
    "unpublish": Giving,
    "join": Joining,
    "merge": Merging,
    "unmerge": Withdrawing,
    "split": Splitting,
    "enlist": Enlisting,
    "delist": Giving,
    "urge": Urging,
    "answer_urge": Replying,
    "ask_extension": Asking,
    "grant_extension": Nothing,
    "refuse_extension": Giving,
    "try_call": Trying,
    "propose_end": Proposing,
    "confirm_end": Nothing,
    "decline_end": Giving,
    "reply": Replying,
    "ask_check": Checking,
    "report_check": Finding,
    "call_off_check": Giving,
}
