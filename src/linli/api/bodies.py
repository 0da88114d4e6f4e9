"""What may be sent. Strict: no field that is not named here, no value of another type, no letters that no database holds."""

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field

from linli.cases.actions.handling import ANSWER_ENDS
from linli.cases.actions.intake import LONGEST_WORDS
from linli.governance.vocabulary import END_STATES, KINDS


def storable(text: str) -> str:
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError("It holds a character that no database stores: U+0000, or half of a surrogate pair.")
    return text


Text = Annotated[str, AfterValidator(storable)]
Words = Annotated[Text, Field(min_length=1, max_length=LONGEST_WORDS)]
Reason = Annotated[Text, Field(min_length=1, max_length=200)]
Title = Annotated[Text, Field(max_length=60)]
Place = Annotated[Text, Field(max_length=120)]
Id = Annotated[int, Field(ge=1, le=2**62)]
Code = Annotated[Text, Field(max_length=24)]
AreaPath = Annotated[str, Field(pattern=r"^([0-9A-Z]{5}/){1,16}$", examples=["00001/0000A/"])]
Kind = Literal[KINDS]  # type: ignore[valid-type]
Verdict = Literal["solved", "partly", "unsolved"]


class Body(Schema):
    model_config = ConfigDict(extra="forbid", strict=True)


class SpeakerBody(Body):
    """Goes into the identity vault; no answer of this interface ever shows it."""

    name: Annotated[Text, Field(max_length=60)] = ""
    phone: Annotated[str, Field(pattern=r"^(\+?[0-9][0-9 -]{4,19})?$")] = ""


class CaseBody(Body):
    """`area` or the point `lat`, `lon` (WGS-84) says where; with both, the point narrows the area."""

    words: Words
    area: AreaPath | None = None
    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)] | None = None
    kind: Kind = "request"
    category: Code = ""
    title: Title = ""
    place_words: Place = ""
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
    days: Annotated[int, Field(ge=1, le=1000)]
    reason: Reason


class Answering(Body):
    text: Words
    end_state: Literal[ANSWER_ENDS]  # type: ignore[valid-type]


class Judging(Body):
    verdict: Verdict
    words: Annotated[Text, Field(max_length=LONGEST_WORDS)] = ""


class Closing(Body):
    end_state: Literal[END_STATES] | None = None  # type: ignore[valid-type]


class Withdrawing(Body):
    reason: Annotated[Text, Field(max_length=200)] = ""


class Showing(Body):
    title: Annotated[Title, Field(min_length=1)]
    problem: Words
    result: Words


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
    "climb": Giving,
    "answer": Answering,
    "verify": Judging,
    "close": Closing,
    "rate": Judging,
    "reopen": Giving,
    "withdraw": Withdrawing,
    "publish": Showing,
    "unpublish": Giving,
    "reply": Replying,
}
