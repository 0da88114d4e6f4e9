"""The table in which limits are counted, and looks that nobody can change."""

from typing import Any

from django.core.management import call_command
from django.db import migrations

from linli.kit.append_only import append_only


def create_cache_table(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [
        migrations.RunPython(create_cache_table, migrations.RunPython.noop),
        append_only("people_look"),
    ]
