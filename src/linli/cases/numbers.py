"""Case numbers, which may be known, and receipt codes, which open the case and are secret."""

import hashlib
import hmac
import secrets
from datetime import datetime

# Crockford's base 32: no I, L, O or U, so it can be read out on the telephone.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
NUMBER_LETTERS = 6
CODE_LETTERS = 16  # 80 bits
_LOOKALIKES = str.maketrans("ILOU", "110V")


def new_number(at: datetime) -> str:
    """Year and month, then six letters drawn by chance: "2611-7K3QX2"."""
    return f"{at:%y%m}-" + "".join(secrets.choice(LETTERS) for _ in range(NUMBER_LETTERS))


def tidy(typed: str) -> str:
    """A number or code as typed or read out: any case, any blanks and dashes, look-alike letters mended."""
    letters = "".join(c for c in typed.upper() if c.isalnum())
    return letters.translate(_LOOKALIKES)


def tidy_number(typed: str) -> str:
    letters = tidy(typed)
    return f"{letters[:4]}-{letters[4:]}" if len(letters) == 4 + NUMBER_LETTERS else ""


def code_of(number: str, key: bytes, of: str = "case") -> str:
    """The receipt code of a case or a voice: worked out from its number and the installation's key, so it is stored nowhere."""
    sealed = hmac.new(key, f"{of} code {number}".encode(), hashlib.sha256).digest()
    value = int.from_bytes(sealed[:10], "big")
    letters = [LETTERS[(value >> shift) & 31] for shift in range(75, -1, -5)]
    return "-".join("".join(letters[i : i + 4]) for i in range(0, CODE_LETTERS, 4))


def code_fits(number: str, typed: str, key: bytes, of: str = "case") -> bool:
    """Compares in the same time whether the number exists or not."""
    return hmac.compare_digest(tidy(code_of(number, key, of)).encode(), tidy(typed).encode(errors="replace"))
