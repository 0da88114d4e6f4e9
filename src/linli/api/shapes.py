"""From records to answers: plain dictionaries of the shapes in `answers`, checked against them on the way out."""

from collections.abc import Iterable
from typing import Any

from linli.cases.models import Case, Check, Publication, Sound
from linli.cases.reads import CasePage
from linli.cases.reads_of_history import office_name
from linli.governance.limits import Limit
from linli.governance.model import Category, Danger, Flow, RuleBook, SubCategory
from linli.places.models import Area

Plain = dict[str, Any]


AREA_FIELDS = ("area__path", "area__name", "area__level", "area__code")


def area_answer(area: Area) -> Plain:
    return {"path": area.path, "name": area.name, "level": area.level, "code": area.code}


def area_line(area: Area) -> Plain:
    more = {"kind": area.kind, "households": area.households, "valid_from": area.valid_from}
    return {**area_answer(area), **more}


CASE_FIELDS = (
    *("number", "kind", "category", "title", "stage", "end_state", "place_words", "lat", "lon", "channel"),
    *(
        "rung",
        "meeting",
        "round",
        "paused",
        "raised_at",
        "registered_at",
        "answered_at",
        "closed_at",
        "due_at",
        "version",
    ),
)


def case_line(case: Case) -> Plain:
    line = {name: getattr(case, name) for name in CASE_FIELDS}
    return {**line, "stage_name": case.rulebook.stage(case.stage), "area": area_answer(case.area)}


def done_answer(case: Case) -> Plain:
    names = ("number", "stage", "end_state", "due_at", "paused", "version")
    return {name: getattr(case, name) for name in names} | {"stage_name": case.rulebook.stage(case.stage)}


def danger_answers(dangers: Iterable[Danger]) -> list[Plain]:
    return [{"name": danger.name, "number": danger.number} for danger in dangers]


def case_answer(page: CasePage) -> Plain:
    return {
        **case_line(page.case),
        "words": page.words,
        "alias": page.case.alias,
        "holder": holder_answer(page.case),
        "steps": [{"name": step.name, "verb": step.verb, "state": state} for step, state in page.steps],
        "events": [_picked(event, "at verb name who words") for event in page.events],
        "messages": [_picked(message, "at side text") for message in page.messages],
        "answers": [_picked(answer, "round at text end_state") for answer in page.answers],
        "ratings": [_picked(rating, "round at verdict words via") for rating in page.ratings],
        "clocks": [_picked(one.clock, "name started_at due_at met_at unconfirmed") for one in page.deadlines],
        "pictures": [_picked(picture, "moment digest width height") for picture in page.pictures],
        "details": [_picked(detail, "key question answer") for detail in page.details],
        "sounds": [sound_answer(sound) for sound in page.sounds],
        "checks": [check_answer(one) for one in page.checks],
        "acts": [act_answer(act) for act in page.acts],
    }


def _picked(record: Any, names: str) -> Plain:
    return {name: getattr(record, name) for name in names.split()}


def sound_answer(sound: Sound) -> Plain:
    text = sound.transcript.text if sound.transcript else ""
    return {**_picked(sound, "digest seconds at by_resident"), "text": text}


def check_answer(check: Check) -> Plain:
    more = {"found": check.outcome, "who": office_name(check.case, check.post)}
    return {**_picked(check, "about asked_at due_at ended_at words"), **more}


def act_answer(act: Any) -> Plain:
    return {
        "verb": act.key,
        "name": act.verb.name,
        "allowed": act.answer.ok,
        "reason": str(act.answer.sentence),
    }


def holder_answer(case: Case) -> Plain | None:
    post, unit = case.holder_post, case.holder_organisation
    if post is None and unit is None:
        return None
    role = case.rulebook.roles.get(post.role) if post else None
    name = unit.name if unit else post.area.name if post else ""
    return {"organisation": unit.pk if unit else None, "name": name, "role": role.name if role else ""}


def publication_answer(row: Publication) -> Plain:
    """Without the number of the case: what everybody reads must not lead to where she asks how far it is."""
    return _picked(row, "id title problem result area_name category end_state verdict days published_at")


def rulebook_answer(book: RuleBook, area_path: str) -> Plain:
    return {
        **_picked(book, "slug name about"),
        "edition": book.number,
        "area": area_path,
        "levels": {level.key: level.name for level in book.levels},
        "roles": {key: role.name for key, role in book.roles.items()},
        "stages": dict(book.stages),
        "ends": {key: end.name for key, end in book.ends.items()},
        "flows": [flow_answer(flow) for flow in book.flows.values()],
        "categories": [category_answer(category) for category in book.categories if not category.sealed],
        "ladder": [
            {**_picked(rung, "number name level"), "role": rung.duty_role, "meetings": list(rung.meetings)}
            for rung in book.ladder
        ],
    }


def flow_answer(flow: Flow) -> Plain:
    verbs = [
        {
            **_picked(verb, "key name step_name optional"),
            "roles": sorted(verb.roles),
            "moves": dict(verb.moves),
        }
        for verb in flow.verbs.values()
    ]
    return {"kind": flow.kind, "name": flow.name, "verbs": verbs}


def category_answer(category: Category | SubCategory) -> Plain:
    parts = category.subs if isinstance(category, Category) else ()
    return {
        "code": category.code,
        "name": category.name,
        "first": limit_words(category.first),
        "resolve": limit_words(category.resolve),
        "questions": [
            {**_picked(question, "key words kind required"), "choices": list(question.choices)}
            for question in category.questions
        ],
        "parts": [category_answer(part) for part in parts],
    }


def limit_words(limit: Limit | None) -> str:
    """As a governance file writes it: "4 wh"."""
    return f"{limit.amount} {limit.unit}" if limit else ""
