"""A record and its actions for the tests of kit: an organisation stands in, since kit itself stores no record."""

from datetime import UTC, date, datetime
from typing import Any

from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import no, permit
from linli.kit.trace import trace
from linli.places.models import Area, Organisation

AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
LI = Actor(kind="staff", account_id=7, name="李静")
WANG = Actor(kind="staff", account_id=8, name="王强")


def village() -> Area:
    day = date(2020, 1, 1)
    return Area.objects.create(
        level="village", name="席井村", path="00001/", valid_from=day, version_from=day
    )


@action
def found(
    area: Area, name: str, *, by: Actor, at: datetime, facts: dict[str, Any] | None = None
) -> Organisation:
    row = Organisation(area=area, area_path=area.path, name=name, valid_from=at.date())
    row.save(force_insert=True)
    trace("organisation.founded", row, by=by, at=at, facts=facts, words=name, first=True)
    return row


@action
def rename(
    row: Organisation, name: str, *, by: Actor, at: datetime, version: int | None = None
) -> Organisation:
    row = row.locked(version)
    row.name = name
    row.save_changes("name")
    trace("organisation.renamed", row, by=by, at=at, words=name)
    return row


@action
def found_and_refuse(area: Area, name: str, *, by: Actor, at: datetime) -> Organisation:
    row = found(area, name, by=by, at=at)
    permit(no("Not today."))
    return row
