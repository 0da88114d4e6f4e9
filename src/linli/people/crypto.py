"""Sealed texts and keyed hashes. Pure: no settings, no database.

A sealed text is `suite.key.base64url(nonce + ciphertext + tag)`. The row it belongs to is part of what is
authenticated, so a ciphertext copied to another row, column or table does not open there.
"""

import base64
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

NONCE_BYTES = 12
TAG_BYTES = 16
LOOKUP_KEY_BYTES = 32


class CannotOpen(Exception):
    """The key is missing, or the text was changed, or it belongs to another row."""


@dataclass(frozen=True)
class Suite:
    name: str
    key_bytes: int
    cipher: Callable[[bytes], algorithms.AES | algorithms.SM4]
    digest: Callable[[], hashes.HashAlgorithm]


SUITES = {
    "aes": Suite("aes", 32, algorithms.AES, hashes.SHA256),  # AES-256-GCM, HMAC-SHA-256
    "sm": Suite("sm", 16, algorithms.SM4, hashes.SM3),  # GB/T 32907 SM4-GCM, GB/T 32905 HMAC-SM3
}


@dataclass(frozen=True)
class Place:
    """Where a sealed text lives."""

    table: str
    column: str
    row: str

    def bound_to(self, prefix: str) -> bytes:
        return "\0".join((self.table, self.column, self.row, prefix)).encode()


@dataclass(frozen=True)
class Key:
    id: str
    suite: Suite
    seal: bytes = field(repr=False)
    lookup: bytes = field(repr=False)

    @classmethod
    def fresh(cls, suite_name: str) -> "Key":
        suite = SUITES[suite_name]
        return cls(secrets.token_hex(4), suite, os.urandom(suite.key_bytes), os.urandom(LOOKUP_KEY_BYTES))

    @property
    def prefix(self) -> str:
        return f"{self.suite.name}.{self.id}."

    def digest(self, text: str) -> str:
        mac = hmac.HMAC(self.lookup, self.suite.digest())
        mac.update(text.encode())
        return self.prefix + mac.finalize().hex()


@dataclass(frozen=True)
class Keyring:
    """Keys from oldest to newest. The newest seals; all of them open."""

    keys: tuple[Key, ...]

    @property
    def current(self) -> Key:
        return self.keys[-1]

    @cached_property
    def by_prefix(self) -> dict[str, Key]:
        return {key.prefix: key for key in self.keys}

    def key_of(self, token: str) -> Key:
        suite, _, rest = token.partition(".")
        try:
            return self.by_prefix[f"{suite}.{rest.partition('.')[0]}."]
        except KeyError:
            raise CannotOpen("no key for this text") from None

    def seal(self, text: str, place: Place) -> str:
        key, nonce = self.current, os.urandom(NONCE_BYTES)
        encryptor = Cipher(key.suite.cipher(key.seal), modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(place.bound_to(key.prefix))
        body = encryptor.update(text.encode()) + encryptor.finalize()
        return key.prefix + base64.urlsafe_b64encode(nonce + body + encryptor.tag).decode()

    def open(self, token: str, place: Place) -> str:
        """Raises CannotOpen."""
        key = self.key_of(token)
        try:
            raw = base64.urlsafe_b64decode(token.removeprefix(key.prefix).encode())
            nonce, body, tag = raw[:NONCE_BYTES], raw[NONCE_BYTES:-TAG_BYTES], raw[-TAG_BYTES:]
            decryptor = Cipher(key.suite.cipher(key.seal), modes.GCM(nonce, tag)).decryptor()
            decryptor.authenticate_additional_data(place.bound_to(key.prefix))
            return (decryptor.update(body) + decryptor.finalize()).decode()
        except (InvalidTag, ValueError):
            raise CannotOpen("this text was changed or belongs to another row") from None

    def is_current(self, token: str) -> bool:
        return token.startswith(self.current.prefix)

    def digest(self, text: str) -> str:
        """A keyed hash to store beside a sealed text, so that it can be found by its exact value."""
        return self.current.digest(text)

    def digests(self, text: str) -> list[str]:
        """The hashes under every key, to look for: rows not yet rotated carry an older one."""
        return [key.digest(text) for key in reversed(self.keys)]

    def with_fresh_key(self, suite_name: str) -> "Keyring":
        return Keyring((*self.keys, Key.fresh(suite_name)))
