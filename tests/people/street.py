"""A sub-district with two villages, and the people who keep it, for the tests of people."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from linli.kit.actor import SYSTEM, Actor, HeldPost
from linli.people.actions import appoint, keep_contact, open_account
from linli.people.models import Account, Contact
from linli.places.models import Area, Organisation

AT = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)  # Wednesday 10:00 in Shanghai
DAY = date(2026, 11, 18)
LONG_AGO = date(2020, 1, 1)
PASSWORD = "three brown lamps"


def later(**parts: float) -> datetime:
    return AT + timedelta(**parts)


@dataclass
class Street:
    street: Area
    west: Area
    east: Area
    branch: Organisation
    keeper: Actor  # keeps people in the whole sub-district
    western: Actor  # keeps people in the western village
    desk: Actor  # may look at contacts in the western village
    worker: Actor  # has a post in the western village and no rights
    nobody: Actor


def area(name: str, path: str, parent: Area | None = None) -> Area:
    return Area.objects.create(
        level="village" if parent else "street",
        name=name,
        path=path,
        parent=parent,
        valid_from=LONG_AGO,
        version_from=LONG_AGO,
    )


def account(name: str, home: Area, **more: Any) -> Account:
    more.setdefault("password", PASSWORD)
    more.setdefault("temporary", False)
    return open_account(home, by=SYSTEM, at=AT, username=name, name=f"{name} Li", **more)


def actor(name: str, home: Area, *rights: str) -> Actor:
    """Somebody with an account and one post in this area, to which these rights are given."""
    who = account(name, home)
    post = appoint(who, by=SYSTEM, at=AT, role="tester", area=home)
    held = HeldPost(id=post.pk, role="tester", area_id=home.pk, area_path=home.path, rights=frozenset(rights))
    return Actor("staff", who.pk, who.name, (held,))


def build() -> Street:
    street = area("张家山街道", "00001/")
    west = area("西村", "00001/00001/", street)
    east = area("东村", "00001/00002/", street)
    branch = Organisation.objects.create(
        name="西村党支部", kind="branch", area=west, area_path=west.path, valid_from=LONG_AGO
    )
    return Street(
        street,
        west,
        east,
        branch,
        keeper=actor("keeper", street, "people"),
        western=actor("western", west, "people"),
        desk=actor("desk", west, "contact"),
        worker=actor("worker", west),
        nobody=Actor("anonymous"),
    )


def contact(here: Street, **more: Any) -> Contact:
    parts = {"name": "陈桂兰", "phone": "139 0000 4821", "room": "3栋2单元502", "wishes": "白天打电话"}
    return keep_contact(
        here.west, by=here.nobody, at=AT, alias="居民甲", way=Contact.Way.PHONE, **{**parts, **more}
    )
