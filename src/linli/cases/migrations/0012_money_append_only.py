from django.db import migrations

from linli.kit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_lists_and_projects")]
    operations = [
        append_only("cases_moneyline"),
        append_only("cases_moneyconfirmation"),
        append_only("cases_achieved"),
    ]
