"""`linli check governance.toml`: every fault of a governance file with its line. Without a file: Django's own check."""

from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.commands.check import Command as SystemCheck
from django.utils.translation import gettext, ngettext

from linli.governance.check import Report, check_file


class Command(SystemCheck):
    def handle(self, *app_labels: Any, **options: Any) -> None:
        files = [Path(word) for word in app_labels if word.endswith(".toml")]
        if not files:
            super().handle(*app_labels, **options)
            return
        if sum(not self._sound(file) for file in files):
            raise CommandError(gettext("Not sound: it cannot take effect as it is."), returncode=1)

    def _sound(self, file: Path) -> bool:
        if not file.is_file():
            raise CommandError(gettext("There is no file %(file)s.") % {"file": file}, returncode=2)
        report = check_file(file)
        for fault in report.faults:
            self.stdout.write(f"{fault.source}:{fault.line}: {fault.sentence}\n    → {fault.next_step}")
        if report.sound:
            self.stdout.write(self._praise(file, report))
        return report.sound

    def _praise(self, file: Path, report: Report) -> str:
        count = len(report.book.flows) if report.book else 0
        said = ngettext("%(file)s: sound, with %(n)d flow.", "%(file)s: sound, with %(n)d flows.", count)
        return said % {"file": file, "n": count}
