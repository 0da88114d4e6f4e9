"""One small neighbourhood with a fixed cast: a street, two villages, and people whose names nobody bears.

Tests ask for the `lane` fixture. `lane.secretary` is an Actor, `lane.post("secretary")` her post, `lane.village` an area.
"""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model

from linli.cases.actions.intake import Intake, raise_case
from linli.cases.models import Case
from linli.cases.verbs import ACTIONS
from linli.governance import reads
from linli.governance.actions.editions import bind, publish_edition
from linli.governance.model import RuleBook
from linli.governance.reads import forget
from linli.kit.actor import ANONYMOUS, SYSTEM, Actor
from linli.kit.models import Trace
from linli.people.actions.accounts import open_account
from linli.people.actions.posts import appoint
from linli.people.actors import actor_for
from linli.people.models import Account, Post
from linli.places.actions.areas import found_area
from linli.places.actions.organisations import found_organisation
from linli.places.models import Area, Organisation

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=ZONE)  # an ordinary working day
SINCE = date(2020, 1, 1)
RULES = Path(__file__).parent.parent / "src/linli/localities/zhangjiashan/governance.toml"
PASSWORD = "plum-blossom-7"

# name, role, area, organisation
CAST = {
    "dispatcher": ("何知秋", "street_dispatcher", "street", "office"),
    "clerk": ("方且行", "street_clerk", "street", "office"),
    "liaison": ("石上云", "liaison_cadre", "village", "office"),
    "secretary": ("柳青禾", "village_secretary", "village", "party"),
    "committee": ("梅如故", "village_committee", "village", "villagers"),
    "worker": ("周小满", "grid_worker", "grid", None),
    "volunteer": ("白果儿", "volunteer", "village", "team"),
    "helper": ("顾盼生", "volunteer", "village", "team"),
    "property": ("钱串子", "property_clerk", "village", "company"),
    "neighbour": ("邻村人", "village_secretary", "other_village", None),
}


@dataclass
class Lane:
    areas: dict[str, Area] = field(default_factory=dict)
    units: dict[str, Organisation] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    def __getattr__(self, name: str) -> "Actor | Area | Organisation":
        if name.startswith("_"):
            raise AttributeError(name)
        if name in self.areas:
            return self.areas[name]
        if name in self.units:
            return self.units[name]
        if name in self.accounts:
            return actor_for(self.accounts[name], MONDAY)
        raise AttributeError(name)

    def post(self, name: str) -> Post:
        return self.accounts[name].posts.get()

    def case(self, words: str = "村口的路灯坏了三盏，晚上看不清路。", **intake: object) -> Case:
        """A request from somebody without an account, registered at once."""
        by, at = intake.pop("by", ANONYMOUS), intake.pop("at", MONDAY)
        asked = {"area": self.areas["grid"], "channel": "portal", **intake}
        return raise_case(Intake(words=words, **asked), by=by, at=at)

    def resident(self, case: Case) -> Actor:
        """Whoever opened this case with its receipt code."""
        return Actor(kind="anonymous", keys=frozenset({case.pk}))

    def bring(self, case: Case, stage: str) -> Case:
        """Take the case on to this stage by the usual way, an hour a step."""
        for verb, after, who, arguments in self._way(case):
            if case.stage == stage:
                return case
            case = ACTIONS[verb](case, by=who, at=hours(after), **arguments)
        assert case.stage == stage, f"the usual way ends at {case.stage}"
        return case

    def _way(self, case: Case) -> list[tuple[str, float, Actor, dict[str, object]]]:
        answer = {"text": "三盏灯都换了新灯头，今晚已经亮了。", "end_state": "solved"}
        return [
            ("triage", 1, self.secretary, {"category": "04.lamp", "title": "村口路灯不亮"}),
            ("offer", 2, self.secretary, {}),
            ("claim", 3, self.volunteer, {}),
            ("start", 4, self.volunteer, {}),
            ("answer", 5, self.volunteer, answer),
            ("rate", 6, self.resident(case), {"verdict": "solved"}),
        ]


def hours(number: float) -> datetime:
    """So many hours after Monday morning."""
    return MONDAY + timedelta(hours=number)


def plant() -> Lane:
    forget()
    lane = Lane()
    _areas(lane)
    publish_edition(RULES.read_text("utf-8"), by=SYSTEM, at=MONDAY - timedelta(days=400))
    bind(lane.areas["street"], "zhangjiashan", "樟树市张家山街道", by=SYSTEM, at=MONDAY - timedelta(days=400))
    _units(lane)
    for name, (called, role, area, unit) in CAST.items():
        _person(lane, name, called, role, area, unit)
    return lane


def planted() -> Lane:
    """The neighbourhood of `plant`, once planted and from then on laid out again as rows: a tenth of the time."""
    global _first
    if _first is None or Area.objects.exists() or Trace.objects.exists():
        found_before = {model for model in _tables() if model._base_manager.exists()}
        lane = plant()
        if not found_before & {Area, Trace, Account}:
            rows = {
                model: list(model._base_manager.all()) for model in _tables() if model not in found_before
            }
            _first = _First(deepcopy(lane), rows, dict(reads._books))
        return lane
    _lay_out(_first)
    return deepcopy(_first.lane)


@dataclass(frozen=True)
class _First:
    lane: Lane
    rows: dict[type[Model], list[Model]]
    books: dict[int, RuleBook]


_first: _First | None = None


def _tables() -> list[type[Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def _lay_out(first: _First) -> None:
    """Rows as they were, with the numbers they had; the next row of a table gets the next number."""
    filled = [model for model, rows in first.rows.items() if rows]
    for model in filled:
        model._base_manager.bulk_create(deepcopy(first.rows[model]))
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), filled):
            cursor.execute(statement)
    forget()
    reads._books.update(first.books)


def _areas(lane: Lane) -> None:
    rows = [
        ("county", None, "county", "樟树市", "360982"),
        ("street", "county", "street", "张家山街道", "360982005"),
        ("village", "street", "village", "槎市村", "360982005201"),
        ("other_village", "street", "village", "蛟湖村", "360982005202"),
        ("group", "village", "group", "店下组", ""),
        ("grid", "group", "grid", "店下网格", ""),
        ("building", "grid", "building", "3栋", ""),
    ]
    for key, parent, level, name, code in rows:
        lane.areas[key] = found_area(
            lane.areas.get(parent or ""),
            level=level,
            name=name,
            code=code,
            valid_from=SINCE,
            by=SYSTEM,
            at=MONDAY - timedelta(days=400),
        )


def _units(lane: Lane) -> None:
    rows = [
        ("office", "street_office", "张家山街道办事处", "street"),
        ("party", "village_party", "槎市村党支部", "village"),
        ("villagers", "village_committee", "槎市村委会", "village"),
        ("team", "volunteer_team", "槎市村网格志愿服务队", "village"),
        ("company", "property", "安居物业", "village"),
    ]
    for key, kind, name, area in rows:
        lane.units[key] = found_organisation(
            lane.areas[area],
            kind=kind,
            name=name,
            valid_from=SINCE,
            by=SYSTEM,
            at=MONDAY - timedelta(days=400),
        )


def _person(lane: Lane, name: str, called: str, role: str, area: str, unit: str | None) -> None:
    at = MONDAY - timedelta(days=390)
    account = open_account(
        lane.areas[area], by=SYSTEM, at=at, username=name, name=called, password=PASSWORD, temporary=False
    )
    lane.accounts[name] = account
    appoint(
        account,
        by=SYSTEM,
        at=at,
        role=role,
        area=lane.areas[area],
        organisation=lane.units.get(unit or ""),
        starts_on=date(2025, 3, 1),
    )
