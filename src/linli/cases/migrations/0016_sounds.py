import django.db.models.deletion
from django.db import migrations, models

from linli.kit.append_only import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0015_sortings'),
        ('people', '0002_cache_table_and_looks'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='aside',
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name='Sound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('seconds', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
                ('by_resident', models.BooleanField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sounds', to='cases.case')),
                ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sounds', to='cases.message')),
            ],
        ),
        migrations.CreateModel(
            name='Transcript',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.post')),
                ('sound', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transcripts', to='cases.sound')),
            ],
        ),
        migrations.AddConstraint(
            model_name='sound',
            constraint=models.UniqueConstraint(fields=('case', 'digest'), name='case_sound_once'),
        ),
        append_only('cases_sound'),
        append_only('cases_transcript'),
    ]
