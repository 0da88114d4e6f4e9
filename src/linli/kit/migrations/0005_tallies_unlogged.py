from django.db import migrations
from django.db.migrations.operations import RunPython


def keep_out_of_the_log(apps, schema_editor):
    """Counts need not outlive a crash, and a commit that changes nothing else then waits for no disk."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE kit_tally SET UNLOGGED")


def put_back(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE kit_tally SET LOGGED")


class Migration(migrations.Migration):

    dependencies = [
        ('kit', '0004_tallies'),
    ]

    operations = [RunPython(keep_out_of_the_log, put_back)]
