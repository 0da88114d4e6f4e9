from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_voices_and_links")]
    operations = [
        migrations.AddField("case", "rung_since", models.DateTimeField(null=True)),
        migrations.AddField("case", "climbs_at", models.DateTimeField(null=True)),
        migrations.AddField("case", "meeting", models.CharField(blank=True, max_length=40)),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["climbs_at"], name="case_climbs", condition=models.Q(climbs_at__isnull=False)
            ),
        ),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["meeting", "area_path"],
                name="case_to_meeting",
                condition=models.Q(stage="triaged") & ~models.Q(meeting=""),
            ),
        ),
    ]
