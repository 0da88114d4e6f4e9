"""People with posts as a kind of record that can be imported. Accounts get no password: the office gives one in person."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import Refused, permit
from linli.kit.importing.cells import Cells, Columns
from linli.kit.importing.reader import Entry, Order
from linli.kit.sheets.cells import Row
from linli.kit.sheets.fields import Fields, fields_of
from linli.kit.sheets.mapping import Meanings
from linli.kit.sheets.words import plain, table_of
from linli.people import rules
from linli.people.actions.accounts import open_account
from linli.people.actions.posts import appoint
from linli.people.models import Account, Post, normal_username
from linli.people.sealed import normal_phone
from linli.places.ledgers.finding import Names
from linli.places.models import Area, Organisation

NAMES: Final = {
    "name": gettext_lazy("Name"),
    "username": gettext_lazy("Log-in name"),
    "phone": gettext_lazy("Telephone"),
    "role": gettext_lazy("Role"),
    "title": gettext_lazy("Title"),
    "organisation": gettext_lazy("Organisation"),
    "area": gettext_lazy("Area"),
    "starts_on": gettext_lazy("From"),
    "ends_on": gettext_lazy("Until"),
}


class PeopleReader:
    kind = "people"
    name = gettext_lazy("People and posts")
    fields: Fields = fields_of(table_of(Path(__file__).with_name("columns.toml")), NAMES)

    def lacks(self, meanings: Meanings) -> str:
        if missing := meanings.missing(self.fields):
            return _("Choose the column that says: %(name)s.") % {"name": missing[0].name}
        if not meanings.of("username") and not meanings.of("phone"):
            return _("Choose a column with log-in names or telephone numbers; people sign in with them.")
        return ""

    def begin(self, order: Order) -> "PeopleSession":
        return PeopleSession(order)


class PeopleSession:
    """`choices["roles"]` are the names of the locality's roles with their keys; its rule book stands above this floor."""

    def __init__(self, order: Order) -> None:
        self.top = Area.objects.get(path=order.area_path)
        permit(rules.keeps_people(order.by, self.top.path))
        self.columns = Columns(order.meanings, order.samples, ZoneInfo(settings.TIME_ZONE))
        self.areas = Names(self.top)
        self.roles: dict[str, str] = {
            plain(word): role for word, role in order.choices.get("roles", {}).items()
        }
        self.units: dict[str, tuple[int, str]] = {}
        units = Organisation.objects.current().inside(self.top.path)
        for pk, name, path in units.order_by("-area_path").values_list("pk", "name", "area_path"):
            self.units[plain(name)] = (pk, path)

    def read(self, row: Row) -> Entry:
        cells = self.columns.on(row)
        record = {
            "name": cells.needed("name", _("The name is missing."))[:60],
            "username": self._username(cells),
            "phone": cells.text("phone"),
            "role": self._role(cells),
            "title": cells.text("title")[:60],
            **self._places(cells),
            "starts_on": self._day(cells, "starts_on"),
            "ends_on": self._day(cells, "ends_on"),
        }
        cells.stop_at_faults()
        parts = (record[part] for part in ("username", "role", "area", "organisation"))
        return Entry(row, "|".join(map(str, parts)), record)

    def _username(self, cells: Cells) -> str:
        username: str = normal_username(cells.text("username")) or normal_phone(cells.text("phone"))
        if not rules.username_is_sound(username).ok:
            cells.fault(
                "username", _("A log-in name of at least two letters or digits, or a telephone, is needed.")
            )
        return username

    def _role(self, cells: Cells) -> str:
        text = cells.needed("role", _("The role is missing."))
        found = self.roles.get(plain(text), "")
        if text and not found:
            cells.fault(
                "role", _("The rule book of this place knows no role “%(role)s”.") % {"role": text[:30]}
            )
        return found

    def _places(self, cells: Cells) -> dict[str, Any]:
        (area, _path), named = self.areas.find(cells.texts("area"))
        if not named:
            cells.fault(
                "area", _("This area is not known here. Import the areas first, or correct the name.")
            )
        text = cells.text("organisation")
        unit = self.units.get(plain(text)) if text else None
        if text and unit is None:
            cells.fault(
                "organisation", _("This organisation is not known here. Import the organisations first.")
            )
        if unit and not cells.texts("area"):
            area = Area.objects.current().filter(path=unit[1]).values_list("pk", flat=True).get()
        return {"area": area, "organisation": unit[0] if unit else None}

    def _day(self, cells: Cells, field: str) -> date | None:
        moment = cells.moment(field)
        return moment.date() if moment else None

    def known(self, keys: Sequence[str]) -> set[str]:
        names = {key.split("|")[0] for key in keys}
        rows = Post.objects.filter(account__username__in=names, ends_on=None)
        held = rows.values_list("account__username", "role", "area_id", "organisation_id")
        return {"|".join(map(str, row)) for row in held} & set(keys)

    def differ(self, entries: Sequence[Entry]) -> int:
        return 0

    def write(self, entries: Sequence[Entry], *, by: Actor, at: datetime) -> None:
        _write(entries, by=by, at=at)


@action
def _write(entries: Sequence[Entry], *, by: Actor, at: datetime) -> None:
    areas = Area.objects.in_bulk({entry.record["area"] for entry in entries})
    units = Organisation.objects.in_bulk({entry.record["organisation"] for entry in entries} - {None})
    for entry in entries:
        said = entry.record
        area, unit = areas[said["area"]], units.get(said["organisation"])
        account = _account(said, area, by, at)
        term = {"starts_on": said["starts_on"], "ends_on": said["ends_on"], "title": said["title"]}
        appoint(account, role=said["role"], area=area, organisation=unit, by=by, at=at, **term)


def _account(said: dict[str, Any], area: Area, by: Actor, at: datetime) -> Account:
    account = Account.objects.filter(username=said["username"]).first()
    if account is None:
        who = {"username": said["username"], "name": said["name"], "phone": said["phone"]}
        return open_account(area, by=by, at=at, **who)
    if account.name != said["name"]:
        raise Refused(_("The log-in name %(login)s belongs to somebody else.") % {"login": said["username"]})
    return cast(Account, account)
