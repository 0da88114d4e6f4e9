"""What is answered. No field of these tells who a resident is."""

from datetime import date, datetime

from ninja import Schema


class Fault(Schema):
    """`where` is the path of the value, from "body", "query", "path" or "header" on."""

    where: list[str]
    what: str


class Problem(Schema):
    """RFC 9457. `detail` is a sentence for a person; `version` tells the present version after an edit of an older one."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    faults: list[Fault] = []
    version: int | None = None


class AreaAnswer(Schema):
    path: str
    name: str
    level: str
    code: str


class AreaLine(AreaAnswer):
    kind: str
    households: int | None
    valid_from: date


class HolderAnswer(Schema):
    """The unit, and the kind of post; not the person."""

    organisation: int | None
    name: str
    role: str


class CaseLine(Schema):
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
    round: int
    paused: bool
    raised_at: datetime
    registered_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None
    due_at: datetime | None
    version: int


class StepAnswer(Schema):
    name: str
    verb: str
    state: str


class EventAnswer(Schema):
    at: datetime
    verb: str
    name: str
    who: str
    words: str


class MessageAnswer(Schema):
    at: datetime
    side: str
    text: str


class ReplyAnswer(Schema):
    round: int
    at: datetime
    text: str
    end_state: str


class RatingAnswer(Schema):
    round: int
    at: datetime
    verdict: str
    words: str
    via: str


class ClockAnswer(Schema):
    """`due_at` is empty while the clock stands; `unconfirmed`: a year without announced holidays was counted."""

    name: str
    started_at: datetime
    due_at: datetime | None
    met_at: datetime | None
    unconfirmed: bool


class PictureAnswer(Schema):
    moment: str
    digest: str
    width: int
    height: int


class ActAnswer(Schema):
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
    acts: list[ActAnswer]


class DangerAnswer(Schema):
    name: str
    number: str


class ReceiptAnswer(Schema):
    """`code` opens the case without an account (header `Receipt: NUMBER CODE`). Words of danger name the number to call."""

    number: str
    code: str
    stage: str
    raised_at: datetime
    due_at: datetime | None
    version: int
    dangers: list[DangerAnswer]


class DoneAnswer(Schema):
    number: str
    stage: str
    stage_name: str
    end_state: str
    due_at: datetime | None
    paused: bool
    version: int


class CasesPage(Schema):
    """`after` and `before` are the cursors of the neighbouring pages, or empty."""

    rows: list[CaseLine]
    after: str
    before: str


class AreasPage(Schema):
    rows: list[AreaLine]
    after: str
    before: str


class PublicationAnswer(Schema):
    number: str
    title: str
    problem: str
    result: str
    area_name: str
    category: str
    end_state: str
    verdict: str
    days: int
    published_at: datetime


class PublicationsPage(Schema):
    rows: list[PublicationAnswer]
    after: str
    before: str


class VerbAnswer(Schema):
    key: str
    name: str
    step_name: str
    roles: list[str]
    moves: dict[str, str]
    optional: bool


class FlowAnswer(Schema):
    kind: str
    name: str
    verbs: list[VerbAnswer]


class CategoryAnswer(Schema):
    code: str
    name: str
    first: str
    resolve: str
    parts: list["CategoryAnswer"]


class RungAnswer(Schema):
    number: int
    name: str
    level: str
    role: str
    meetings: list[str]


class RuleBookAnswer(Schema):
    slug: str
    name: str
    about: str
    edition: int
    area: str
    levels: dict[str, str]
    roles: dict[str, str]
    stages: dict[str, str]
    ends: dict[str, str]
    flows: list[FlowAnswer]
    categories: list[CategoryAnswer]
    ladder: list[RungAnswer]
