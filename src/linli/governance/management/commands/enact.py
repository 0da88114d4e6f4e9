"""`linli enact governance.toml`: put a sound file in force, and bind it to its area when it holds nowhere yet.
`linli enact --call-off SLUG NUMBER`: an edition that waits for its day will not take effect.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from linli.governance.actions.editions import bind, call_off_edition, publish_edition
from linli.governance.check import Unsound, sound_book
from linli.governance.model import RuleBook
from linli.governance.models import Binding, Edition
from linli.kit.actor import SYSTEM
from linli.kit.answer import Refused
from linli.places.models import Area


class Command(BaseCommand):
    help = "Put a governance file in force as the next edition of its locality."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument(
            "--area", default="", help="code, or path, of the area it binds to (else its own)"
        )

        parser.add_argument("--on", type=date.fromisoformat, help="the later day on which it takes effect")
        parser.add_argument(
            "--call-off",
            nargs=2,
            metavar=("SLUG", "NUMBER"),
            help="instead of a file: this edition, which still waits, will not take effect",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if (options["file"] is None) == (options["call_off"] is None):
            raise CommandError(gettext("Name a file, or with --call-off an edition."), returncode=2)
        if options["call_off"]:
            self._call_off(*options["call_off"])
            return
        try:
            text = options["file"].read_text("utf-8-sig")
            book = sound_book(text, str(options["file"]))
        except Unsound as refusal:
            raise CommandError(str(refusal), returncode=1) from None
        except (OSError, UnicodeDecodeError) as problem:
            raise CommandError(str(problem), returncode=2) from None
        self._enact(book, text, options["area"], options["on"])

    def _call_off(self, slug: str, number: str) -> None:
        rows = Edition.objects.of(slug)
        found = rows.filter(number=int(number)).first() if number.isdecimal() else None
        if found is None:
            raise CommandError(gettext("There is no such edition."), returncode=2)
        try:
            call_off_edition(found, by=SYSTEM, at=timezone.now())
        except Refused as refused:
            raise CommandError(str(refused.sentence), returncode=1) from None
        facts = {"name": slug, "number": found.number}
        self.stdout.write(
            gettext("%(name)s: edition %(number)d was called off and will not take effect.") % facts
        )

    @transaction.atomic
    def _enact(self, book: RuleBook, text: str, wanted: str, on: date | None) -> None:
        now = timezone.now()
        edition = published(text, on, now)
        if wanted or not Binding.objects.filter(slug=book.slug).exists():
            bind(_area(book, wanted), book.slug, book.name, by=SYSTEM, at=now)
        facts = {"name": book.name, "number": edition.number, "day": on}
        if edition.waits(now):
            self.stdout.write(gettext("%(name)s: edition %(number)d takes effect on %(day)s.") % facts)
        else:
            self.stdout.write(gettext("%(name)s: edition %(number)d is in force.") % facts)


def published(text: str, on: date | None, now: datetime) -> Edition:
    try:
        return publish_edition(text, by=SYSTEM, at=now, effective_on=on)
    except Refused as refused:
        raise CommandError(str(refused.sentence), returncode=1) from None


def _area(book: RuleBook, wanted: str) -> Area:
    """The area of this code or path; without either, the one that the file names. There must be exactly one."""
    current = Area.objects.current()
    if wanted:
        found = current.filter(path=wanted) if "/" in wanted else current.filter(code=wanted)
    elif book.area_code:
        found = current.filter(code=book.area_code)
    else:
        found = current.filter(level=book.area_level)
    areas = list(found[:2])
    if len(areas) != 1:
        raise CommandError(
            gettext("The area that this file holds for was not found. Name it with --area and its code."),
            returncode=1,
        )
    return areas[0]
