import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from linli.people import keyring
from linli.people.crypto import Key, Keyring, Place

HERE = Place("t", "c", "1")


@pytest.fixture(autouse=True)
def own_file(tmp_path: Path, settings: Any, monkeypatch: Any) -> Any:
    """With no database behind it; tests/people/test_lost_keys.py has one."""
    monkeypatch.setattr(keyring, "_fault", str)
    settings.LINLI_KEYS = str(tmp_path / "deep" / "keys.json")
    keyring.forget_keys()
    yield Path(settings.LINLI_KEYS)
    keyring.forget_keys()


def test_the_first_run_makes_a_file_that_only_the_service_reads(own_file: Path) -> None:
    token = keyring.keyring().seal("x", HERE)
    assert stat.S_IMODE(own_file.stat().st_mode) == 0o600
    keyring.forget_keys()
    assert keyring.keyring().open(token, HERE) == "x"
    assert [path.name for path in own_file.parent.iterdir()] == [own_file.name]


def test_processes_that_start_together_share_one_key(own_file: Path) -> None:
    rings = [Keyring((Key.fresh("aes"),)) for _ in range(16)]
    with ThreadPoolExecutor(16) as together:
        list(together.map(lambda ring: keyring.create(own_file, ring), rings))
    assert keyring.read(own_file).current.id in {ring.current.id for ring in rings}
    assert [path.name for path in own_file.parent.iterdir()] == [own_file.name]


def test_a_fresh_key_is_added_under_the_suite_of_the_settings(own_file: Path, settings: Any) -> None:
    old = keyring.keyring().seal("x", HERE)
    settings.LINLI_SUITE = "sm"
    keyring.add_key()
    assert keyring.keyring().seal("y", HERE).startswith("sm.")
    assert keyring.keyring().open(old, HERE) == "x"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        '{"keys": []}',
        '{"keys": [{"id": "1"}]}',
        '{"keys": [{"id": "1", "suite": "rot13", "seal": "", "lookup": ""}]}',
    ],
)
def test_a_damaged_file_stops_the_start_instead_of_making_new_keys(own_file: Path, text: str) -> None:
    own_file.parent.mkdir(parents=True)
    own_file.write_text(text)
    with pytest.raises(ImproperlyConfigured):
        keyring.keyring()
