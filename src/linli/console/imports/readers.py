"""The kinds of record that can be imported, and what each needs to know of the place."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from linli.cases.ledgers.reader import CaseReader
from linli.governance.reads import rulebook_for
from linli.kit.importing.reader import Reader
from linli.people.ledgers.reader import PeopleReader
from linli.places.ledgers.areas import AreaReader
from linli.places.ledgers.organisations import OrganisationReader

READERS: Final[Mapping[str, Reader]] = MappingProxyType(
    {reader.kind: reader for reader in (CaseReader(), PeopleReader(), OrganisationReader(), AreaReader())}
)


def with_words_of_the_place(kind: str, area_path: str, choices: Mapping[str, Any]) -> dict[str, Any]:
    """The names that the rule book gives to roles and kinds of organisation, for lists that use them."""
    book = rulebook_for(area_path) if area_path else None
    if book is None:
        return dict(choices)
    if kind == "people":
        names = {role.name: role.key for role in book.roles.values()} | {key: key for key in book.roles}
        return {
            "roles": names | dict(choices.get("roles", {})),
            **{k: v for k, v in choices.items() if k != "roles"},
        }
    if kind == "organisations":
        return {"kinds": {unit.name: unit.key for unit in book.organisations.values()}, **choices}
    return dict(choices)
