"""The command line: every command is a Django management command of one of the apps."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["linli", *map(spelt, sys.argv[1:2]), *sys.argv[2:]])


def spelt(command: str) -> str:
    """`import-calendar` as the module `import_calendar` that holds it."""
    return command if command.startswith("-") else command.replace("-", "_")
