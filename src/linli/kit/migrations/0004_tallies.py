from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kit', '0003_papers'),
    ]

    operations = [
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=24)),
                ('line', models.CharField(max_length=32)),
                ('since', models.DateTimeField()),
                ('number', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('what', 'line', 'since'), name='kit_tally_once')],
            },
        ),
    ]
