import django.db.models.deletion
from django.db import migrations, models

from linli.kit.append_only import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0003_edition_of_a_later_day'),
    ]

    operations = [
        migrations.CreateModel(
            name='CallOff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('called_off_at', models.DateTimeField()),
                ('called_off_by', models.BigIntegerField(null=True)),
                ('edition', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='call_off', to='governance.edition')),
            ],
            options={
                'abstract': False,
            },
        ),
        append_only('governance_calloff'),
    ]
