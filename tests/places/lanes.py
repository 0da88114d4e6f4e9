"""A small county for the tests of places: two sub-districts, three communities, and one day on which it stands."""

from datetime import UTC, date, datetime
from typing import Any

from linli.kit.actor import SYSTEM, Actor, HeldPost
from linli.places.actions.areas import found_area
from linli.places.models import Area

AT = datetime(2026, 11, 21, 1, 30, tzinfo=UTC)
TODAY = date(2026, 11, 21)
FOUNDED = date(2020, 1, 1)


def box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def found(parent: Area | None, level: str, name: str, **more: Any) -> Area:
    return found_area(parent, level=level, name=name, valid_from=FOUNDED, by=SYSTEM, at=AT, **more)


def keeper(area: Area) -> Actor:
    """Somebody whose post keeps the map of this area."""
    post = HeldPost(1, "clerk", area.pk, area.path, rights=frozenset({"places"}))
    return Actor(kind="staff", account_id=7, name="李静", posts=(post,))


def visitor(area: Area) -> Actor:
    """Somebody with a post here that does not keep the map."""
    return Actor(
        kind="staff", account_id=8, name="王强", posts=(HeldPost(2, "volunteer", area.pk, area.path),)
    )


class County:
    """樟树市 › 张家山街道 (槎市村, 门楼里社区 with two grids), 城关镇 (one community)."""

    def __init__(self) -> None:
        self.county = found(None, "county", "樟树市", code="360982", outline=box(115.0, 28.0, 115.4, 28.4))
        self.street = found(self.county, "street", "张家山街道", code="360982005")
        self.town = found(self.county, "street", "城关镇")
        self.village = found(self.street, "community", "槎市村委会", code="360982005210")
        west, east = box(115.0, 28.0, 115.01, 28.01), box(115.01, 28.0, 115.02, 28.01)
        self.community = found(
            self.street,
            "community",
            "门楼里居委会",
            code="360982005002",
            outline=box(115.0, 28.0, 115.02, 28.01),
        )
        self.west = found(self.community, "grid", "第一网格", outline=west, households=40)
        self.east = found(self.community, "grid", "第二网格", outline=east, households=60)
        self.elsewhere = found(self.town, "community", "城关社区")
