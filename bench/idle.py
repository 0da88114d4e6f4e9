"""Wait until the worker has done what is due: `python -m bench.idle [SECONDS]`. Its first start is not measured."""

import os
import sys
import time

PATIENCE = 300


def main(seconds: float) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    import django

    django.setup()
    from django.utils import timezone

    from linli.kit.models import Job

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        busy = Job.objects.filter(status__in=["ready", "running"], due_at__lte=timezone.now())
        if not busy.exists():
            return 0
        time.sleep(0.5)
    print(
        f"Not idle after {seconds:.0f} s: {sorted(set(busy.values_list('task', flat=True)))}", file=sys.stderr
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else PATIENCE))
