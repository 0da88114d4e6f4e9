"""Print some case numbers of the database of LINLI_DATABASE, by chance, as JSON."""

import json
import os
import random


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    import django

    django.setup()
    from linli.cases.models import Case

    ids = Case.objects.order_by("-id").values_list("id", flat=True)
    last = ids.first() or 0
    chosen = [random.randint(1000, max(last, 1000)) for _ in range(400)]
    print(json.dumps(list(Case.objects.filter(pk__in=chosen).values_list("number", flat=True))))


if __name__ == "__main__":
    main()
