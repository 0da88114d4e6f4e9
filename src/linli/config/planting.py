"""Bring a shipped locality to life through the public actions: its areas, units, people and rule book."""

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from django.contrib.auth.hashers import make_password

from linli.governance.actions.editions import bind, publish_edition
from linli.governance.models import Binding
from linli.kit.actor import SYSTEM
from linli.people.actions.accounts import open_account
from linli.people.actions.posts import appoint
from linli.people.models import Account
from linli.places.actions.organisations import found_organisation
from linli.places.actions.planting import plant_tree
from linli.places.models import Area, Organisation
from linli.places.seeds import Seed

LOCALITIES: Final = Path(__file__).resolve().parent.parent / "localities"
SHIPPED: Final = ("zhangjiashan", "xijing", "jiangnan_124", "county_four_rises", "alxa_small_grid")
SINCE: Final = date(2024, 1, 1)


@dataclass
class Planting:
    """What stands after planting, by the keys of the locality's own files."""

    slug: str
    areas: dict[str, Area] = field(default_factory=dict)
    units: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Account] = field(default_factory=dict)


def is_planted(slug: str) -> bool:
    return Binding.objects.filter(slug=slug).exists()


def plant(slug: str, *, at: datetime, password: str | None, folder: Path = LOCALITIES) -> Planting:
    """Areas first, then the rule book that gives the posts their rights, then units and people."""
    encoded = make_password(password)  # once: a good hash is slow on purpose
    planting = Planting(slug)
    _plant_areas(planting, folder / slug / "areas.toml", at)
    _put_in_force(planting, (folder / slug / "governance.toml").read_text("utf-8"), at)
    rows = _read(folder / slug / "people.toml")
    for row in rows.get("organisation", ()):
        _plant_unit(planting, row, at)
    for row in rows.get("person", ()):
        _plant_person(planting, row, at, encoded)
    return planting


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _plant_areas(planting: Planting, path: Path, at: datetime) -> None:
    seeds = [
        Seed(
            key=row["key"],
            parent=row.get("under", ""),
            level=row["level"],
            name=row["name"],
            code=row.get("code", ""),
            households=row.get("households"),
            outline={"type": "Polygon", "coordinates": row["outline"]} if "outline" in row else None,
        )
        for row in _read(path)["area"]
    ]
    planting.areas = plant_tree(seeds, valid_from=SINCE, by=SYSTEM, at=at, source=path.parent.name).areas


def _put_in_force(planting: Planting, text: str, at: datetime) -> None:
    content = tomllib.loads(text)
    wanted = content["area"]
    found = [
        area
        for key, area in planting.areas.items()
        if area.level == wanted["level"] and wanted.get("code", "") in {"", area.code}
    ]
    publish_edition(text, by=SYSTEM, at=at)
    bind(found[0], content["slug"], content["name"], by=SYSTEM, at=at)


def _plant_unit(planting: Planting, row: dict[str, Any], at: datetime) -> None:
    planting.units[row["key"]] = found_organisation(
        planting.areas[row["area"]],
        name=row["name"],
        kind=row["kind"],
        parent=planting.units.get(row.get("under", "")),
        valid_from=SINCE,
        by=SYSTEM,
        at=at,
    )


def _plant_person(planting: Planting, row: dict[str, Any], at: datetime, encoded: str) -> None:
    """A person with one post, or with several under `posts`."""
    first = planting.areas[row["area"]]
    account = open_account(
        first,
        by=SYSTEM,
        at=at,
        username=row["username"],
        name=row["name"],
        encoded=encoded,
        temporary=False,
    )
    planting.people[row["username"]] = account
    for post in (row, *row.get("posts", ())):
        appoint(
            account,
            by=SYSTEM,
            at=at,
            role=post["role"],
            area=planting.areas[post["area"]],
            organisation=planting.units.get(post.get("organisation", "")),
            starts_on=SINCE,
        )
