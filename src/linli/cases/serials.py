"""The serial on a paper form: drawn by chance, with a last sign that finds a slip of the pen. Pure."""

import secrets

from linli.cases.numbers import LETTERS, tidy

SIGNS = 7


def new_serial() -> str:
    """ "7K3Q-X2FA": seven signs and the one that checks them."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(SIGNS))
    return shown(drawn + check_sign(drawn))


def serial_in(typed: str) -> str:
    """The serial as printed, from whatever was typed or scanned; nothing for what no form of ours carries."""
    signs = tidy(typed.rpartition("paper=")[2].partition("&")[0])
    if len(signs) != SIGNS + 1 or not set(signs) <= set(LETTERS) or check_sign(signs[:-1]) != signs[-1]:
        return ""
    return shown(signs)


def check_sign(signs: str) -> str:
    """Changes with every single sign, and with nearly every two neighbours that change places."""
    total = sum((place * 2 + 1) * LETTERS.index(sign) for place, sign in enumerate(signs))
    return LETTERS[total % len(LETTERS)]


def shown(signs: str) -> str:
    return f"{signs[:4]}-{signs[4:]}"
