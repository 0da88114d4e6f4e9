from datetime import date, datetime

from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import permit
from linli.kit.trace import trace
from linli.places import rules
from linli.places.models import Area, Organisation


@action
def found_organisation(
    area: Area,
    *,
    name: str,
    valid_from: date,
    by: Actor,
    at: datetime,
    kind: str = "",
    code: str = "",
    parent: Organisation | None = None,
) -> Organisation:
    area = area.locked()
    permit(rules.can_found_organisation(by, area, name))

    organisation = Organisation(
        name=name.strip(),
        kind=kind,
        code=code,
        area=area,
        area_path=area.path,
        parent=parent,
        valid_from=valid_from,
    )
    organisation.save(force_insert=True)

    facts = {"name": organisation.name, "kind": kind, "area": area.pk}
    trace("organisation.founded", organisation, by=by, at=at, facts=facts, first=True)
    return organisation


@action
def rename_organisation(
    organisation: Organisation, *, name: str, by: Actor, at: datetime, version: int | None = None
) -> Organisation:
    organisation = organisation.locked(version)
    permit(rules.can_rename_organisation(by, organisation, name))

    before, organisation.name = organisation.name, name.strip()
    organisation.save_changes("name")

    trace("organisation.renamed", organisation, by=by, at=at, facts={"before": before, "after": name})
    return organisation


@action
def move_organisation(organisation: Organisation, *, area: Area, by: Actor, at: datetime) -> Organisation:
    """The organisation answers for another area from now on."""
    organisation, area = organisation.locked(), area.locked()
    permit(rules.can_move_organisation(by, organisation, area))

    before = organisation.area_id
    organisation.area, organisation.area_path = area, area.path
    organisation.save_changes("area", "area_path")

    trace("organisation.moved", organisation, by=by, at=at, facts={"before": before, "after": area.pk})
    return organisation


@action
def close_organisation(organisation: Organisation, *, on: date, by: Actor, at: datetime) -> Organisation:
    organisation = organisation.locked()
    permit(rules.can_close_organisation(by, organisation, on))

    organisation.valid_to = on
    organisation.save_changes("valid_to")

    trace("organisation.closed", organisation, by=by, at=at, facts={"on": on})
    return organisation
