"""Whether the key file is there and fits what is sealed. A new key beside old sealed texts would hide a loss."""

from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import connection, models
from django.utils.translation import gettext as _

from linli.people.keyring import key_file, read
from linli.people.sealed import EncryptedText


def sealed_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if sealed_fields(model)]


def sealed_fields(model: type[models.Model]) -> list[EncryptedText]:
    return [field for field in model._meta.get_fields() if isinstance(field, EncryptedText)]


def fault_of_keys() -> str:
    """A sentence for whoever starts Linli, or none. Some ten small queries; a database without tables holds nothing."""
    if not key_file().exists():
        return missing() if anything_is_sealed() and not key_file().exists() else ""
    prefixes = tuple(read(key_file()).by_prefix)
    return "" if all(token.startswith(prefixes) for token in samples()) else foreign()


def missing() -> str:
    return _(
        "The key file {path} is missing. Names, telephone numbers and receipt codes depend on its keys, and a new key "
        "would not open them, so Linli does not start. Put its copy back and start again."
    ).format(path=key_file())


def foreign() -> str:
    return _(
        "The key file {path} does not hold the keys under which the personal data in this database are sealed. It is "
        "an old copy or belongs to another installation. Put the right one back and start again."
    ).format(path=key_file())


def anything_is_sealed() -> bool:
    return any(samples())


def samples() -> Iterator[str]:
    """Sealed texts of the first and the last row of each table."""
    tables = set(connection.introspection.table_names())
    for model in sealed_models():
        if model._meta.db_table in tables:
            yield from ends_of(model)
    if Authenticator._meta.db_table in tables:
        for row in Authenticator.objects.order_by("pk")[:1]:
            yield from (row.data[name] for name in ("secret", "seed") if row.data.get(name))


def ends_of(model: type[models.Model]) -> Iterator[str]:
    there = columns_of(model)
    names = [field.name for field in sealed_fields(model) if field.column in there]
    filled = models.Q()
    for name in names:
        filled |= ~models.Q(**{name: ""})
    rows = model._default_manager.filter(filled).values_list(*names)
    for order in ("pk", "-pk"):
        yield from (token for row in rows.order_by(order)[:1] for token in row if token)


def columns_of(model: type[models.Model]) -> set[str]:
    """As the table is now: an older Linli may have left it, and this is asked before the database is brought up to date."""
    with connection.cursor() as cursor:
        return {
            column.name
            for column in connection.introspection.get_table_description(cursor, model._meta.db_table)
        }
