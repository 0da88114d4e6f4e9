"""Moving sealed texts from older keys to the newest. Resumable: it looks for rows that still carry an older one."""

from collections.abc import Iterator
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import models

from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import permit
from linli.people import rules
from linli.people.keyring import keyring
from linli.people.lost_keys import sealed_fields, sealed_models
from linli.people.sealed import Sealed, Stored, phone_key
from linli.people.sign_in import SECRET_OF_A_FACTOR

BATCH = 200


def rotate_keys(*, by: Actor, at: datetime) -> Iterator[int]:
    """Reseal everything under the newest key, yielding how many rows each batch moved. May be stopped and run again."""
    permit(rules.can_rotate_keys(by))
    for model in sealed_models():
        while moved := reseal_some(model, by=by, at=at):
            yield moved
    while moved := reseal_factors(by=by, at=at):
        yield moved


def older(model: type[models.Model]) -> models.QuerySet[models.Model]:
    """Rows that hold a text under an older key."""
    prefix, stale = keyring().current.prefix, models.Q(pk__in=[])
    for field in sealed_fields(model):
        stale |= ~models.Q(**{field.name: ""}) & ~models.Q(**{f"{field.name}__startswith": prefix})
    return model._default_manager.filter(stale)


@action
def reseal_some(model: type[models.Model], *, by: Actor, at: datetime) -> int:
    rows = list(older(model).select_for_update().order_by("pk")[:BATCH])
    for row in rows:
        reseal(row)
    return len(rows)


def reseal(row: models.Model) -> None:
    """The same texts under the newest key. The version stays: nobody's edit is overtaken by this."""
    values: dict[str, object] = {}
    for field in sealed_fields(type(row)):
        if sealed := getattr(row, field.attname):
            text = sealed.open()
            values[field.attname] = Stored(keyring().seal(text, field.place(row)))
            if field.attname == "phone":
                values["phone_key"] = phone_key(text)
    type(row)._default_manager.filter(pk=row.pk).update(**values)


@action
def reseal_factors(*, by: Actor, at: datetime) -> int:
    """The secrets of second factors, which allauth keeps in its own table."""
    moved = 0
    for row in Authenticator.objects.select_for_update().order_by("pk"):
        secrets = {name: row.data[name] for name in ("secret", "seed") if name in row.data}
        stale = {name: token for name, token in secrets.items() if not keyring().is_current(token)}
        for name, token in stale.items():
            row.data[name] = keyring().seal(Sealed(token, SECRET_OF_A_FACTOR).open(), SECRET_OF_A_FACTOR)
        if stale:
            row.save(update_fields=["data"])
            moved += 1
    return moved
