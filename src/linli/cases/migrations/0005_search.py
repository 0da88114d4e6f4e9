import django.db.models.deletion
from django.db import connection, migrations, models

import linli.cases.models.searching

SQLITE = "CREATE VIRTUAL TABLE cases_search USING fts5 (line, tokenize = 'ascii', columnsize = 0)"
POSTGRES = (
    "CREATE TABLE cases_search (rowid bigint PRIMARY KEY, cases_search tsvector NOT NULL)",
    "CREATE INDEX cases_search_line ON cases_search USING gin (cases_search)",
)


def make(apps, schema_editor):
    with connection.cursor() as cursor:
        for statement in POSTGRES if connection.vendor == "postgresql" else (SQLITE,):
            cursor.execute(statement)


def drop(apps, schema_editor):
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE cases_search")


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_ladder")]
    operations = [
        migrations.CreateModel(
            name="Indexed",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        db_column="rowid",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="indexed",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                ("line", linli.cases.models.searching.Line(db_column="cases_search")),
            ],
            options={"db_table": "cases_search", "managed": False},
        ),
        migrations.RunPython(make, drop),
    ]
