import django.db.models.deletion
from django.db import migrations, models

from linli.kit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_parts_and_proactive")]
    operations = [
        migrations.CreateModel(
            name="Detail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=24)),
                ("kind", models.CharField(max_length=6)),
                ("question", models.CharField(max_length=120)),
                ("answer", models.CharField(max_length=500)),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="details", to="cases.case"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "key"), name="case_detail_once"),
                ],
            },
        ),
        append_only("cases_detail"),
    ]
