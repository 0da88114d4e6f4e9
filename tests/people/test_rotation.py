from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command

from linli.kit.actor import SYSTEM
from linli.kit.answer import Refused
from linli.people import keyring, sealed
from linli.people.actions import keys, rotate_keys
from linli.people.models import Account, Contact
from linli.people.sign_in import SecondFactorAdapter
from tests.people.street import AT, Street, account, contact


@pytest.fixture(autouse=True)
def own_keys(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.LINLI_KEYS = str(tmp_path / "keys.json")
    keyring.forget_keys()
    yield
    keyring.forget_keys()


def prefixes() -> set[str]:
    rows = [*Contact.objects.all(), *Account.objects.exclude(phone="")]
    return {row.phone.token.rpartition(".")[0] for row in rows}


@pytest.mark.parametrize("suite", ["aes", "sm"])
def test_after_a_rotation_everything_is_under_the_newest_key_and_still_found(
    here: Street, settings: Any, suite: str
) -> None:
    people = [contact(here, phone=f"1390000{n:04}") for n in range(5)]
    who = account("li", here.west, phone="13712345678")
    factor = Authenticator.objects.create(
        user=who, type="totp", data={"secret": SecondFactorAdapter().encrypt("JBSWY3DP")}
    )
    before = prefixes()
    settings.LINLI_SUITE = suite
    call_command("rotate_keys")
    assert prefixes() == {keyring.keyring().current.prefix.rstrip(".")} and not prefixes() & before
    assert [row.phone.open() for row in Contact.objects.order_by("pk")] == [
        f"1390000{n:04}" for n in range(5)
    ]
    assert list(Contact.objects.with_phone("13900000003")) == [people[3]]
    assert Account.objects.with_phone("13712345678").get().phone_key.startswith(f"{suite}.")
    factor.refresh_from_db()
    assert factor.data["secret"].startswith(keyring.keyring().current.prefix)
    assert SecondFactorAdapter().decrypt(factor.data["secret"]) == "JBSWY3DP"


def test_a_rotation_that_was_stopped_goes_on_where_it_was(here: Street, monkeypatch: Any) -> None:
    for n in range(5):
        contact(here, phone=f"1390000{n:04}")
    monkeypatch.setattr(keys, "BATCH", 2)
    keyring.add_key()
    assert next(rotate_keys(by=SYSTEM, at=AT)) == 2
    assert len(prefixes()) == 2
    assert (
        Contact.objects.with_phone("13900000004").exists()
        and Contact.objects.with_phone("13900000000").exists()
    )
    assert list(rotate_keys(by=SYSTEM, at=AT)) == [2, 1]
    assert len(prefixes()) == 1
    assert list(rotate_keys(by=SYSTEM, at=AT)) == []


def test_only_the_command_line_rotates(here: Street) -> None:
    with pytest.raises(Refused):
        list(rotate_keys(by=here.keeper, at=AT))


def test_a_process_that_read_the_keys_before_opens_what_another_sealed_after(
    here: Street, monkeypatch: Any
) -> None:
    before = keyring.keyring()
    keyring.add_key()
    row = Contact.objects.get(pk=contact(here).pk)
    rings = iter([before, keyring.keyring()])
    monkeypatch.setattr(sealed, "keyring", lambda: next(rings))
    assert row.phone.open() == "139 0000 4821"
    assert list(rings) == []
