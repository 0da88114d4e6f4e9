"""The receipt: a number that may be known, and a code that opens the case (or a voice in it) without an account."""

from linli.cases.models import Case, Voice
from linli.cases.numbers import code_fits, code_of, tidy_number
from linli.people.keyring import keyring

VOICE = "voice"


def code_for(case: Case) -> str:
    """Shown once, to whoever raised the case: four groups of four letters, 80 bits."""
    return code_of(case.number, keyring().keys[0].lookup)


def code_for_voice(voice: Voice) -> str:
    """Shown once, to whoever said "mine too". It opens her own view and not the case."""
    return code_of(voice.number, keyring().keys[0].lookup, VOICE)


def case_behind(number: str, code: str) -> Case | None:
    """The case of this number if the code is its own. A wrong number takes the same way and time as a wrong code:
    the code is worked out from the number alone, and the table is not asked before it fits.
    """
    tidy = tidy_number(number)
    fits = [code_fits(tidy, code, key.lookup) for key in keyring().keys]
    found: Case | None = Case.objects.filter(number=tidy).first() if any(fits) else None
    return found


def voice_behind(number: str, code: str) -> Voice | None:
    """The same for a voice. Their numbers look alike, their codes are worked out apart."""
    tidy = tidy_number(number)
    fits = [code_fits(tidy, code, key.lookup, VOICE) for key in keyring().keys]
    rows = Voice.objects.filter(number=tidy).select_related("case")
    found: Voice | None = rows.first() if any(fits) else None
    return found
