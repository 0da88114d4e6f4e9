"""Sealing, without a database."""

import pytest

from linli.people.crypto import SUITES, CannotOpen, Key, Keyring, Place

HERE = Place("people_contact", "phone", "row-1")
ELSEWHERE = [
    Place("people_account", "phone", "row-1"),
    Place("people_contact", "name", "row-1"),
    Place("people_contact", "phone", "row-2"),
]


@pytest.fixture(params=sorted(SUITES))
def ring(request: pytest.FixtureRequest) -> Keyring:
    return Keyring((Key.fresh(request.param),))


def test_what_is_sealed_opens_where_it_belongs_and_nowhere_else(ring: Keyring) -> None:
    token = ring.seal("13900004821", HERE)
    assert ring.open(token, HERE) == "13900004821"
    for place in ELSEWHERE:
        with pytest.raises(CannotOpen):
            ring.open(token, place)


def test_a_token_says_suite_and_key_and_nothing_of_the_text(ring: Keyring) -> None:
    token = ring.seal("陈桂兰", HERE)
    assert token.startswith(f"{ring.current.suite.name}.{ring.current.id}.")
    assert "陈桂兰" not in token and token != ring.seal("陈桂兰", HERE)


def test_one_changed_character_anywhere_is_noticed(ring: Keyring) -> None:
    token = ring.seal("13900004821", HERE)
    start = len(ring.current.prefix)
    for place in range(start, len(token) - 1):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        with pytest.raises(CannotOpen):
            ring.open(changed, HERE)


@pytest.mark.parametrize("token", ["", "x", "aes.none.AAAA", "aes", "..", "aes.%s.x"])
def test_what_is_no_token_does_not_open(ring: Keyring, token: str) -> None:
    with pytest.raises(CannotOpen):
        ring.open(token, HERE)


def test_older_keys_still_open_and_the_newest_seals(ring: Keyring) -> None:
    old, old_hash = ring.seal("13900004821", HERE), ring.digest("13900004821")
    both = ring.with_fresh_key("sm")
    assert both.open(old, HERE) == "13900004821"
    assert both.is_current(both.seal("x", HERE)) and not both.is_current(old)
    assert old_hash in both.digests("13900004821") and both.digest("13900004821") != old_hash


def test_hashes_of_two_installations_do_not_meet() -> None:
    here, there = Keyring((Key.fresh("aes"),)), Keyring((Key.fresh("aes"),))
    assert here.digest("13900004821").partition(".")[2] != there.digest("13900004821").partition(".")[2]
    assert here.digest("13900004821") == here.digest("13900004821")


def test_keys_do_not_show_themselves() -> None:
    key = Key.fresh("aes")
    assert key.seal.hex() not in repr(key) and "lookup" not in repr(key)


def test_sm3_and_sm4_give_the_values_of_their_standards() -> None:
    """GB/T 32905-2016 A.1; GM/T 0002-2012 A.1, read through GCM's counter block."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.ciphers import Cipher, modes

    digest = hashes.Hash(SUITES["sm"].digest())
    digest.update(b"abc")
    assert digest.finalize().hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    key = bytes.fromhex("0123456789abcdeffedcba9876543210")
    encryptor = Cipher(SUITES["sm"].cipher(key), modes.ECB()).encryptor()  # noqa: S305  one block of the standard
    assert encryptor.update(key).hex() == "681edf34d206965e86b3e94f536e4246"
