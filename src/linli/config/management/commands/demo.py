import json
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from linli.config.planting import LOCALITIES, SHIPPED, SINCE, is_planted, plant
from linli.config.stories import tell

# What a visitor of the demo signs in as first: one of the office, one of the field, one who only claims.
SHOWN = ("zhiqiu", "qinghe", "xiaoman", "baiguo")


class Command(BaseCommand):
    help = "Plant the shipped localities with invented people and tell their stories. Doing it again changes nothing."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("slugs", nargs="*", help="which localities (all that are shipped)")

    def handle(self, *args: Any, **options: Any) -> None:
        file = Path(settings.DATA) / "demo.json"
        password = json.loads(file.read_text())["password"] if file.exists() else new_password()
        for slug in options["slugs"] or SHIPPED:
            if (LOCALITIES / slug / "people.toml").exists() and not is_planted(slug):
                self._plant(slug, password)
        file.write_text(json.dumps({"password": password}))
        file.chmod(0o600)
        self.stdout.write(f"演示登录 Demo log-ins: {', '.join(SHOWN)}   密码 password: {password}")

    def _plant(self, slug: str, password: str) -> None:
        now = timezone.now()
        founded = now.replace(year=SINCE.year, month=SINCE.month, day=SINCE.day)
        with transaction.atomic():
            planting = plant(slug, at=founded, password=password)
            cases = tell(planting, now=now)
        self.stdout.write(
            f"  {slug}: {len(planting.areas)} areas, {len(planting.people)} people, {len(cases)} cases"
        )


def new_password() -> str:
    """Different in every installation: a known password would be no password."""
    return "-".join(
        "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(4)) for _ in range(3)
    )
