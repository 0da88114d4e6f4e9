"""Where the duty list names a role that nobody holds now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from linli.governance.duty_list import DutyEntry
from linli.governance.model import RuleBook
from linli.kit.paths import lineage, within
from linli.people.models import Post
from linli.places.models import Area

MOST_AREAS = 3000


@dataclass(frozen=True)
class Vacancy:
    """In this area nobody holds this role. `backup` names the role that stands in; empty when nobody holds that either."""

    area: Area
    role: str
    backup: str
    matters: tuple[str, ...]


def vacancies(book: RuleBook, entries: Iterable[DutyEntry], path: str, on: date) -> tuple[Vacancy, ...]:
    """In the areas of the role's own level, at, above and below this one. Two queries."""
    charged: dict[str, list[DutyEntry]] = {}
    for entry in entries:
        charged.setdefault(entry.role_key, []).append(entry)
    levels = {book.role(role).level for role in charged}
    near = within("path", path) | Q(path__in=lineage(path))
    areas = Area.objects.current().filter(near, level__in=levels)
    held = _held(path, on)
    return tuple(
        _vacancy(area, lines, held)
        for area in areas.order_by("path")[:MOST_AREAS]
        for role, lines in charged.items()
        if book.role(role).level == area.level and not _filled(role, area, held)
    )


@dataclass(frozen=True)
class Gap:
    """One role that many areas lack, with what it answers for there."""

    role: str
    backup: str
    matters: tuple[str, ...]
    areas: tuple[Area, ...]


def gaps(found: Iterable[Vacancy]) -> tuple[Gap, ...]:
    """The vacancies that one appointment rule or one search for people would fill; those without a backup first."""
    together: dict[tuple[str, str, tuple[str, ...]], list[Area]] = {}
    for one in found:
        together.setdefault((one.role, one.backup, one.matters), []).append(one.area)
    made = (Gap(*key, tuple(areas)) for key, areas in together.items())
    return tuple(sorted(made, key=lambda gap: (bool(gap.backup), -len(gap.areas))))


def _held(path: str, on: date) -> frozenset[tuple[str, str]]:
    """Which role somebody holds in which area: at, above and below this one."""
    posts = Post.objects.filter(account__is_active=True).on(on)
    near = posts.filter(within("area_path", path) | Q(area_path__in=lineage(path)))
    return frozenset(near.order_by().values_list("role", "area_path").distinct())


def _filled(role: str, area: Area, held: frozenset[tuple[str, str]]) -> bool:
    return any((role, above) in held for above in lineage(area.path))


def _vacancy(area: Area, lines: list[DutyEntry], held: frozenset[tuple[str, str]]) -> Vacancy:
    backups = [line.backup for line in lines if line.backup and _reaches(line.backup_key, area, held)]
    return Vacancy(area, lines[0].role, next(iter(backups), ""), tuple(line.name for line in lines))


def _reaches(role: str, area: Area, held: frozenset[tuple[str, str]]) -> bool:
    """A backup may sit above the area or in it."""
    return any(
        key == role and (area.path.startswith(path) or path.startswith(area.path)) for key, path in held
    )
