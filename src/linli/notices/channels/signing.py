"""Signatures of the providers, and how long a text they take."""

import base64
import hashlib
import hmac
from urllib.parse import quote_plus

WECOM_TEXT_BYTES = 2048
WECOM_MARKDOWN_BYTES = 4096


def mac(key: str, words: str) -> bytes:
    return hmac.new(key.encode(), words.encode(), hashlib.sha256).digest()


def dingtalk(secret: str, milliseconds: int) -> str:
    """Ready to stand in the address: encoded once."""
    return quote_plus(base64.b64encode(mac(secret, f"{milliseconds}\n{secret}")))


def feishu(secret: str, seconds: int) -> str:
    """The words to sign are the key, and nothing is signed with it: so the provider wants it."""
    return base64.b64encode(mac(f"{seconds}\n{secret}", "")).decode()


def webhook(secret: str, seconds: int, body: bytes) -> str:
    """HMAC-SHA256 over `timestamp.body`, in hexadecimal digits."""
    return hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()


def cut(text: str, most: int) -> str:
    """At most so many bytes of UTF-8, never through a character; what is left out shows as an ellipsis."""
    whole = text.encode()
    if len(whole) <= most:
        return text
    return whole[: most - len("…".encode())].decode(errors="ignore") + "…"
