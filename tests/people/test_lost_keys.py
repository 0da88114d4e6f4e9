"""A key file that is gone, or is not the one, stops the start; a new key is made only where nothing is sealed yet."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command, get_commands
from django.db import connection

from linli.config import cli
from linli.people import keyring
from linli.people.lost_keys import fault_of_keys
from linli.people.models import Contact
from linli.people.sign_in import SecondFactorAdapter
from tests.lane import Lane
from tests.people.street import Street, account, contact


@pytest.fixture(autouse=True)
def file(tmp_path: Path, settings: Any) -> Iterator[Path]:
    settings.LINLI_KEYS = str(tmp_path / "keys.json")
    keyring.forget_keys()
    yield tmp_path / "keys.json"
    keyring.forget_keys()


def lose(file: Path) -> Path:
    keyring.forget_keys()
    return file.rename(file.with_name("copy.json"))


def test_where_nothing_is_sealed_the_first_key_is_made(here: Street, file: Path) -> None:
    assert not file.exists() and fault_of_keys() == ""
    keyring.keyring()
    assert file.exists() and fault_of_keys() == ""


def test_a_lost_file_is_not_replaced_by_a_new_key(here: Street, file: Path) -> None:
    row = contact(here)
    copy = lose(file)
    for use in (keyring.keyring, lambda: contact(here), row.phone.open):
        with pytest.raises(ImproperlyConfigured, match=str(file)):
            use()
    assert not file.exists()
    copy.rename(file)
    assert Contact.objects.get(pk=row.pk).phone.open() == "139 0000 4821" and fault_of_keys() == ""


def test_linli_does_not_make_itself_ready_without_its_keys(
    here: Street, file: Path, monkeypatch: Any
) -> None:
    contact(here)
    lose(file)
    done: list[str] = []
    monkeypatch.setattr(
        "linli.config.management.commands.prepare.call_command", lambda name, **_: done.append(name)
    )
    with pytest.raises(CommandError, match="不见了"):
        call_command("prepare")
    assert done == [] and not file.exists()


@pytest.mark.parametrize("what", ["phone of an account", "second step"])
def test_every_kind_of_sealed_text_counts(here: Street, file: Path, what: str) -> None:
    if what == "second step":
        secret = SecondFactorAdapter().encrypt("JBSWY3DP")
        Authenticator.objects.create(user=account("li", here.west), type="totp", data={"secret": secret})
    else:
        account("li", here.west, phone="13712345678")
    lose(file)
    assert str(file) in fault_of_keys()


def test_a_database_from_before_the_newest_sealed_column_is_read_all_the_same(
    here: Street, file: Path
) -> None:
    contact(here)
    connection.check_constraints()  # PostgreSQL alters no table for which a check still waits
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_contact DROP COLUMN mail")
    assert fault_of_keys() == ""
    lose(file)
    assert str(file) in fault_of_keys()


def test_a_file_of_another_installation_or_from_before_a_rotation_is_told_apart(
    here: Street, file: Path
) -> None:
    contact(here)
    before = file.read_text()
    keyring.add_key()
    contact(here, phone="13700001111")
    assert fault_of_keys() == ""
    file.write_text(before)
    keyring.forget_keys()
    assert "不是" in fault_of_keys()


def test_the_first_start_makes_the_file_and_a_later_one_misses_it_though_nothing_is_sealed(
    lane: Lane, file: Path, monkeypatch: Any
) -> None:
    """Receipt codes are worked out from the keys, so a matter without a name depends on them too."""
    monkeypatch.setattr("linli.config.management.commands.prepare.call_command", lambda *_, **__: None)
    monkeypatch.setattr("linli.config.management.commands.prepare.collect_if_changed", lambda: None)
    call_command("prepare")
    assert file.exists()
    lane.case()
    lose(file)
    with pytest.raises(CommandError, match="不见了"):
        call_command("prepare")


def test_keys_are_changed_by_the_command_as_people_write_it() -> None:
    assert cli.spelt("rotate-keys") in get_commands()
