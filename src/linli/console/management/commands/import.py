# ruff: noqa: N999  the command is called import
"""`linli import cases|people|organisations|areas FILE`: the same as the console's page, from the command line."""

import resource
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from linli.console.imports.readers import READERS, with_words_of_the_place
from linli.console.imports.work import source_key
from linli.governance.models import Binding
from linli.kit.actor import SYSTEM
from linli.kit.answer import Refused
from linli.kit.importing.batches import known_source, remember
from linli.kit.importing.engine import Opened, open_table
from linli.kit.importing.naming import free_name
from linli.kit.importing.reader import Reader
from linli.kit.importing.running import Result, run
from linli.kit.models import ImportSource
from linli.kit.sheets.mapping import DROPPED, RUNNING, Meanings, by_heading, meanings_given
from linli.kit.sheets.remembered import Known
from linli.kit.sheets.unreadable import Unreadable
from linli.places.models import Area

SHOWN = 20


class Command(BaseCommand):
    help = "Import areas, organisations, people with posts, or cases from an .xlsx or .csv file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=list(READERS))
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--locality", default="", help="slug of the rule book of the place; not needed if there is one"
        )
        parser.add_argument("--area", default="", help="official code of an area instead")
        parser.add_argument("--map", default="", help='meanings of columns: "heading=field,heading=field"')
        parser.add_argument(
            "--choose", default="", help='what holds beside the columns: "end=solved,category=16"'
        )
        parser.add_argument("--source", default="", help="name of the form, by which it is remembered")
        parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")
        parser.add_argument(
            "--good-rows", action="store_true", help="import the good rows although others have faults"
        )
        parser.add_argument(
            "--faults", type=Path, help="where the copy with the faults goes (beside the file)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(settings.LANGUAGE_CODE):
            try:
                self._import(READERS[options["kind"]], options)
            except (Unreadable, Refused) as fault:
                raise CommandError(str(fault.sentence)) from None

    def _import(self, reader: Reader, options: dict[str, Any]) -> None:
        begun, path = time.monotonic(), options["file"]
        area_path = self._area_path(reader.kind, options["locality"], options["area"])
        opened = open_table(path, reader.fields)
        found = known_source(reader.kind, area_path, opened.proposed, opened.fingerprint, reader.fields)
        meanings = self._meanings(opened, reader, found[1] if found else None, options["map"])
        self._show_columns(reader, meanings, found)
        if lacks := reader.lacks(meanings):
            raise CommandError(lacks)
        result = self._run(reader, path, area_path, opened, meanings, found[0] if found else None, options)
        self._report(result, opened, time.monotonic() - begun)

    def _area_path(self, kind: str, slug: str, code: str) -> str:
        if code:
            area = Area.objects.current().filter(code=code).first()
            if area is None:
                raise CommandError(_("There is no area with the code %(code)s.") % {"code": code})
            return str(area.path)
        bindings = list(Binding.objects.filter(slug=slug) if slug else Binding.objects.all())
        if kind == "areas" and not slug:
            return ""
        if len(bindings) != 1:
            names = ", ".join(Binding.objects.values_list("slug", flat=True)) or "–"
            raise CommandError(_("Say which place is meant, with --locality: %(names)s.") % {"names": names})
        return bindings[0].area_path

    def _meanings(self, opened: Opened, reader: Reader, known: Known | None, given: str) -> Meanings:
        base = known.mapping if known else opened.proposed
        pairs = meanings_given(given)
        unknown = [field for field in pairs.values() if field and field not in reader.fields]
        if unknown:
            fields = ", ".join(field.key for field in reader.fields.all)
            raise CommandError(
                _("%(name)s is no field; the fields are: %(fields)s.")
                % {"name": unknown[0], "fields": fields}
            )
        lost = pairs.keys() - {column.heading.key for column in base.columns}
        if lost:
            raise CommandError(_("There is no column “%(name)s” in this file.") % {"name": min(lost)})
        return base.changed(by_heading(base, pairs), reader.fields)

    def _show_columns(
        self, reader: Reader, meanings: Meanings, found: tuple[ImportSource, Known] | None
    ) -> None:
        if found:
            changed = len(found[1].changes)
            self.stdout.write(
                _("Known form “%(name)s”; %(changed)s differences.")
                % {"name": found[0].name, "changed": changed}
            )
            for change in found[1].changes:
                self.stdout.write(f"    {change.was or '–'} → {change.now or '–'}: {change.meaning or '–'}")
        for column in meanings.columns:
            if column.meaning == DROPPED:
                says = _("dropped")
            elif column.meaning == RUNNING:
                says = _("running number")
            else:
                says = str(reader.fields[column.meaning].name) if column.is_kept else "–"
            self.stdout.write(f"  {column.letters:>3} {column.heading.text} → {says}  ({column.reason})")

    def _run(
        self,
        reader: Reader,
        path: Path,
        area_path: str,
        opened: Opened,
        meanings: Meanings,
        source: ImportSource | None,
        options: dict[str, Any],
    ) -> Result:
        at = timezone.now()
        chosen = dict(part.split("=", 1) for part in filter(None, options["choose"].split(",")))
        choices = {**(source.choices if source else {}), **chosen}
        if not options["dry_run"]:
            name = options["source"] or (
                source.name if source else free_name(reader.kind, area_path, path.name.split(".")[0])
            )
            memory: dict[str, Any] = {
                "fingerprint": opened.fingerprint,
                "meanings": meanings.meanings,
                "choices": choices,
            }
            source = remember(reader.kind, area_path, name, **memory, by=SYSTEM, at=at)
        return run(
            path,
            reader,
            area_path=area_path,
            meanings=meanings.meanings,
            choices=with_words_of_the_place(reader.kind, area_path, choices),
            source=source_key(source.pk if source else None),
            only_check=options["dry_run"],
            good_rows=options["good_rows"],
            faults_to=options["faults"] or path.with_name(f"{path.name.split('.')[0]}.faults.xlsx"),
            by=SYSTEM,
            at=at,
            progress=self._progress,
        )

    def _progress(self, phase: str, rows: int, total: int) -> None:
        if self.stdout.isatty():
            of = f"/{total}" if total else ""
            self.stdout.write(
                f"\r{_('checked') if phase == 'check' else _('written')}: {rows}{of}", ending=""
            )

    def _report(self, result: Result, opened: Opened, seconds: float) -> None:
        found, checked = result.findings, result.checked
        for fault in found.faults[:SHOWN]:
            for place, sentence in fault.places:
                self.stdout.write(f"  {place}: {sentence}")
        for note, times in found.notes.most_common():
            self.stdout.write(f"  {times} × {note}")
        if opened.others:
            self.stdout.write(
                _("Other sheets were left alone: %(names)s.") % {"names": ", ".join(opened.others)}
            )
        counts = {
            "rows": checked.rows,
            "good": found.good,
            "already": found.already,
            "twice": found.twice,
            "faulty": found.faulty,
            "asides": checked.asides,
        }
        self.stdout.write(
            _(
                "%(rows)s rows: %(good)s to import, %(already)s there already, %(twice)s twice in the list, "
                "%(faulty)s with faults; %(asides)s sums and signatures left out."
            )
            % counts
        )
        if found.changed:
            self.stdout.write(
                _("%(changed)s rows are there already with other words; they were left as they are.")
                % {"changed": found.changed}
            )
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        self.stdout.write(f"{seconds:.1f} s, {checked.rows / max(seconds, 0.001):.0f}/s, {megabytes} MB")
        if result.refused:
            raise CommandError(
                _("Nothing was imported. Correct the faults, or add --good-rows."), returncode=1
            )
