"""What is answered. No field of these tells who a resident is."""

from datetime import date, datetime

from pydantic import BaseModel


class Answer(BaseModel):
    """What goes out is plain dictionaries, so pydantic checks them itself; ninja's own Schema asks for every single value
    through a wrapper that also knows records, and a list of fifty cases took twice as long.
    """


class Fault(Answer):
    """`where` is the path of the value, from "body", "query", "path" or "header" on."""

    where: list[str]
    what: str


class Problem(Answer):
    """RFC 9457. `detail` is a sentence for a person; `version`: the present one of the case that refused something."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    faults: list[Fault] = []
    version: int | None = None


class AreaAnswer(Answer):
    path: str
    name: str
    level: str
    code: str


class AreaLine(AreaAnswer):
    kind: str
    households: int | None
    valid_from: date


class HolderAnswer(Answer):
    """The unit, and the kind of post; not the person."""

    organisation: int | None
    name: str
    role: str


class CaseLine(Answer):
    number: str
    kind: str
    category: str
    title: str
    stage: str
    stage_name: str
    end_state: str
    area: AreaAnswer
    place_words: str
    lat: float | None
    lon: float | None
    channel: str
    rung: int
    meeting: str
    round: int
    paused: bool
    raised_at: datetime
    registered_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None
    due_at: datetime | None
    version: int


class StepAnswer(Answer):
    name: str
    verb: str
    state: str


class EventAnswer(Answer):
    at: datetime
    verb: str
    name: str
    who: str
    words: str


class MessageAnswer(Answer):
    at: datetime
    side: str
    text: str


class ReplyAnswer(Answer):
    round: int
    at: datetime
    text: str
    end_state: str


class RatingAnswer(Answer):
    round: int
    at: datetime
    verdict: str
    words: str
    via: str


class ClockAnswer(Answer):
    """`due_at` is empty while the clock stands; `unconfirmed`: a year without announced holidays was counted."""

    name: str
    started_at: datetime
    due_at: datetime | None
    met_at: datetime | None
    unconfirmed: bool


class PictureAnswer(Answer):
    moment: str
    digest: str
    width: int
    height: int


class SoundAnswer(Answer):
    """A voice note; `text` is what the office heard, empty until somebody has written it down."""

    digest: str
    seconds: int
    at: datetime
    by_resident: bool
    text: str


class CheckAnswer(Answer):
    """Somebody goes and looks whether it is so; `found` is empty until she has."""

    about: str
    who: str
    asked_at: datetime
    due_at: datetime
    found: str
    ended_at: datetime | None
    words: str


class DetailAnswer(Answer):
    """A question of the category, as it was asked, and what was answered."""

    key: str
    question: str
    answer: str


class ActAnswer(Answer):
    """A verb that the flow knows in this stage, and whether you may do it, or why not."""

    verb: str
    name: str
    allowed: bool
    reason: str


class CaseAnswer(CaseLine):
    words: str
    alias: str
    holder: HolderAnswer | None
    steps: list[StepAnswer]
    events: list[EventAnswer]
    messages: list[MessageAnswer]
    answers: list[ReplyAnswer]
    ratings: list[RatingAnswer]
    clocks: list[ClockAnswer]
    pictures: list[PictureAnswer]
    details: list[DetailAnswer]
    sounds: list[SoundAnswer]
    checks: list[CheckAnswer]
    acts: list[ActAnswer]


class DangerAnswer(Answer):
    name: str
    number: str


class ReceiptAnswer(Answer):
    """`code` opens the case without an account (header `Receipt: NUMBER CODE`). Words of danger name the number to call."""

    number: str
    code: str
    stage: str
    raised_at: datetime
    due_at: datetime | None
    version: int
    dangers: list[DangerAnswer]


class VoiceReceipt(Answer):
    """Of somebody who joined: her own number and code, told this once."""

    number: str
    code: str


class DoneAnswer(Answer):
    """`dangers`: what the words told of that a resident just sent, each with the number to call. They were taken all the same."""

    number: str
    stage: str
    stage_name: str
    end_state: str
    due_at: datetime | None
    paused: bool
    version: int
    voice: VoiceReceipt | None = None
    dangers: list[DangerAnswer] = []


class CasesPage(Answer):
    """`after` and `before` are the cursors of the neighbouring pages, or empty."""

    rows: list[CaseLine]
    after: str
    before: str


class AreasPage(Answer):
    rows: list[AreaLine]
    after: str
    before: str


class PublicationAnswer(Answer):
    id: int
    title: str
    problem: str
    result: str
    area_name: str
    category: str
    end_state: str
    verdict: str
    days: int
    published_at: datetime


class PublicationsPage(Answer):
    rows: list[PublicationAnswer]
    after: str
    before: str
