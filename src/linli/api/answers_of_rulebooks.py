"""What is answered about a rule book: nothing in it is of a person."""

from linli.api.answers import Answer


class VerbAnswer(Answer):
    key: str
    name: str
    step_name: str
    roles: list[str]
    moves: dict[str, str]
    optional: bool


class FlowAnswer(Answer):
    kind: str
    name: str
    verbs: list[VerbAnswer]


class QuestionAnswer(Answer):
    key: str
    words: str
    kind: str
    choices: list[str]
    required: bool


class CategoryAnswer(Answer):
    """`questions` are asked besides those of the category above it."""

    code: str
    name: str
    first: str
    resolve: str
    questions: list[QuestionAnswer]
    parts: list["CategoryAnswer"]


class RungAnswer(Answer):
    number: int
    name: str
    level: str
    role: str
    meetings: list[str]


class RuleBookAnswer(Answer):
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
