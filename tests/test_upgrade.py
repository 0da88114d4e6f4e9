"""A database that an older Linli left is brought up to date by the command that every start begins with."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reading import ROOT

# As the first Linli left it that kept no e-mail address of a contact and knew no edition of a later day.
OLDER = {"people": "0003", "cases": "0020", "governance": "0002", "notices": "0003", "kit": "0004"}
LEAVE = f"""
import django
django.setup()
from django.core.management import call_command
from linli.people.keyring import keyring
for app, number in {OLDER}.items():
    call_command("migrate", app, number, verbosity=0)
keyring()
"""


def columns(file: Path, table: str) -> set[str]:
    with sqlite3.connect(file) as database:
        return {row[1] for row in database.execute(f"PRAGMA table_info({table})")}


@pytest.mark.slow
def test_a_start_brings_an_older_database_up_to_date(tmp_path: Path) -> None:
    file = tmp_path / "linli.db"
    env = {
        **os.environ,
        "LINLI_DATABASE": f"sqlite:///{file}",
        "LINLI_DATA": str(tmp_path),
        "LINLI_SECRET_KEY": "only for this test",
        "DJANGO_SETTINGS_MODULE": "linli.config.settings",
        "PYTHONPATH": str(ROOT / "src"),
    }
    subprocess.run([sys.executable, "-c", LEAVE], env=env, check=True)
    assert "mail" not in columns(file, "people_contact") and "phone" in columns(file, "people_contact")
    done = subprocess.run(
        [sys.executable, "-m", "linli", "prepare"], env=env, cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "mail" in columns(file, "people_contact") and "effective_at" in columns(file, "governance_edition")
