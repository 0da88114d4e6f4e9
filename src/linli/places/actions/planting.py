"""Many areas at once, from an official table or a locality's own list. Doing it again changes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Max

from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import permit
from linli.kit.trace import trace
from linli.places import rules
from linli.places.actions.areas import AREAS, checked, keep_version
from linli.places.divisions import kind_of, stem_of
from linli.places.models import Area
from linli.places.models.areas import place_in, segment
from linli.places.models.revisions import revise
from linli.places.seeds import Seed, in_order

MOST_PER_QUERY = 900


@dataclass
class Planted:
    """What became of the seeds. `elsewhere` names areas that the database keeps under another parent than the list."""

    areas: dict[str, Area] = field(default_factory=dict)
    made: int = 0
    renamed: int = 0
    elsewhere: list[str] = field(default_factory=list)


@action
def plant_tree(
    seeds: Iterable[Seed],
    *,
    valid_from: date,
    by: Actor,
    at: datetime,
    top: Area | None = None,
    source: str = "",
) -> Planted:
    """Found the areas that are missing below `top`. An area is the same by its code, or by parent, level and name.

    Parents are named by key, and may stand in the list itself or be known already by their code. Raises Fault for a
    parent that is neither, or for a circle.
    """
    seeds = list(seeds)
    permit(rules.can_plant_tree(by, top))
    planted = Planted()
    for generation in in_order(seeds, known := _by_code(seed.parent for seed in seeds)):
        _plant(generation, known | planted.areas, planted, top, valid_from)
    if planted.made or planted.renamed:
        row = revise(AREAS)
        facts = {"source": source, "made": planted.made, "renamed": planted.renamed}
        trace("areas.planted", row, by=by, at=at, facts=facts)
    return planted


def _plant(
    seeds: Sequence[Seed], known: Mapping[str, Area], planted: Planted, top: Area | None, valid_from: date
) -> None:
    parents = {seed.key: known[seed.parent] if seed.parent else top for seed in seeds}
    there = _existing(seeds, parents)
    missing = [seed for seed in seeds if seed.key not in there]
    for seed in seeds:
        if seed.key in there:
            _compare(there[seed.key], seed, parents[seed.key], planted, valid_from)
    made = _made(missing, parents, valid_from)
    Area.objects.bulk_create(made.values())
    planted.made += len(made)
    planted.areas |= there | made


def _existing(seeds: Sequence[Seed], parents: Mapping[str, Area | None]) -> dict[str, Area]:
    by_code = _by_code(seed.code for seed in seeds)
    named = _by_name({parent.pk if parent else None for parent in parents.values()}, seeds)
    found: dict[str, Area] = {}
    for seed in seeds:
        parent = parents[seed.key]
        same_name = named.get((parent.pk if parent else None, seed.level, seed.name))
        area = by_code.get(seed.code) if seed.code else same_name
        if area is None and same_name and not same_name.code:
            area = same_name
        if area:
            found[seed.key] = area
    return found


def _by_code(codes: Iterable[str]) -> dict[str, Area]:
    wanted = sorted({code for code in codes if code})
    found: dict[str, Area] = {}
    for start in range(0, len(wanted), MOST_PER_QUERY):
        rows = Area.objects.current().filter(code__in=wanted[start : start + MOST_PER_QUERY]).defer("outline")
        found |= {area.code: area for area in rows}
    return found


def _by_name(parents: set[int | None], seeds: Sequence[Seed]) -> dict[tuple[int | None, str, str], Area]:
    """Areas known by name: those without a code, and all that a seed without a code may mean."""
    rows = Area.objects.current().filter(parent__in=parents - {None})
    if None in parents:
        rows = rows | Area.objects.current().filter(parent=None)
    if all(seed.code for seed in seeds):
        rows = rows.filter(code="")
    return {(area.parent_id, area.level, area.name): area for area in rows.defer("outline")}


def _compare(area: Area, seed: Seed, parent: Area | None, planted: Planted, on: date) -> None:
    if area.parent_id != (parent.pk if parent else None):
        planted.elsewhere.append(seed.name)
    if area.name == seed.name and area.code == (seed.code or area.code):
        return
    area = area.locked()
    keep_version(area, max(on, area.version_from))
    area.name, area.stem, area.kind = seed.name, stem_of(seed.name), kind_of(seed.name)
    area.code = seed.code or area.code
    area.save_changes("name", "stem", "kind", "code", "version_from")
    planted.renamed += 1


def _made(seeds: Sequence[Seed], parents: Mapping[str, Area | None], valid_from: date) -> dict[str, Area]:
    last = _last_segments(
        {parent.pk if parent else None: parent for parent in (parents[s.key] for s in seeds)}
    )
    made: dict[str, Area] = {}
    for seed in seeds:
        parent = parents[seed.key]
        key = parent.pk if parent else None
        last[key] += 1
        made[seed.key] = Area(
            level=seed.level,
            name=seed.name,
            stem=stem_of(seed.name),
            kind=kind_of(seed.name),
            code=seed.code,
            path=(parent.path if parent else "") + segment(last[key]),
            parent=parent,
            households=seed.households,
            outline=checked(seed.outline),
            valid_from=seed.valid_from or valid_from,
            version_from=seed.valid_from or valid_from,
        )
    return made


def _last_segments(parents: Mapping[int | None, Area | None]) -> dict[int | None, int]:
    """The last number in use below each parent. The parents are locked, so that it stays the last."""
    ids = [key for key in parents if key is not None]
    list(Area.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    rows = Area.objects.filter(parent__in=ids).values_list("parent").annotate(Max("path")).order_by()
    last: dict[int | None, int] = dict.fromkeys(parents, 0)
    last |= {parent: place_in(path) for parent, path in rows}
    if None in last:
        root = Area.objects.filter(parent=None).order_by("-path").values_list("path", flat=True).first()
        last[None] = place_in(root) if root else 0
    return last
