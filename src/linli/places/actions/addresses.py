from datetime import date, datetime

from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import permit
from linli.kit.trace import trace
from linli.places import rules
from linli.places.models import Address, Area
from linli.places.models.revisions import revise

ADDRESSES = "addresses"


@action
def name_address(
    area: Area,
    *,
    valid_from: date,
    by: Actor,
    at: datetime,
    estate: str = "",
    road: str = "",
    number: str = "",
    building: str = "",
    units: int | None = None,
    lat: float | None = None,
    lon: float | None = None,
) -> Address:
    """Put a building on the list. The same words in the same area again give the first row back, unchanged."""
    area = area.locked()
    permit(rules.can_name_address(by, area, estate, road))

    words = {
        "estate": estate.strip(),
        "road": road.strip(),
        "number": number.strip(),
        "building": building.strip(),
    }
    known = Address.objects.current().filter(area=area, **words).first()
    if known:
        return known
    address = Address(
        area=area, area_path=area.path, units=units, lat=lat, lon=lon, valid_from=valid_from, **words
    )
    address.save(force_insert=True)
    revise(ADDRESSES)

    trace("address.named", address, by=by, at=at, facts={"area": area.pk, **words}, first=True)
    return address


@action
def withdraw_address(address: Address, *, on: date, by: Actor, at: datetime) -> Address:
    """The building is no longer there, or was never."""
    address = address.locked()
    permit(rules.can_withdraw_address(by, address))

    address.valid_to = on
    address.save_changes("valid_to")
    revise(ADDRESSES)

    trace("address.withdrawn", address, by=by, at=at, facts={"on": on})
    return address
