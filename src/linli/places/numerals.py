"""Chinese numerals up to 999 written as digits, so that one building is written one way. Pure."""

import re
import unicodedata
from functools import cache

from linli.places.words import words


def in_digits(text: str) -> str:
    """The text in half-width characters, with every run of Chinese numerals as digits; dashes become one kind."""
    table = words("numerals")
    text = unicodedata.normalize("NFKC", text)
    text = re.sub("[\u2010-\u2015\u2212\uff0d\uff5e~]", "-", text)
    for sign, plain in table["also"].items():
        text = text.replace(sign, plain)
    return _runs().sub(lambda run: str(value_of(run.group())), text)


def value_of(run: str) -> str:
    """The number that a run of numerals says: by places when it holds ten or hundred, else digit by digit."""
    table = words("numerals")
    digits, ten, hundred = table["digits"], table["ten"], table["hundred"]
    if ten not in run and hundred not in run:
        return "".join(str(digits.index(sign)) for sign in run)
    total, digit = 0, 0
    for sign in run:
        if sign in digits:
            digit = digits.index(sign)
        else:
            total += (digit or 1) * (10 if sign == ten else 100)
            digit = 0
    return str(total + digit)


@cache
def _runs() -> re.Pattern[str]:
    table = words("numerals")
    return re.compile(f"[{table['digits']}{table['ten']}{table['hundred']}]+")
