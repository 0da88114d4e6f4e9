"""The receipt: a number that may be known, and a code that opens the case without an account."""

from linli.cases.models import Case
from linli.cases.numbers import code_fits, code_of, tidy_number
from linli.people.keyring import keyring


def code_for(case: Case) -> str:
    """Shown once, to whoever raised the case: four groups of four letters, 80 bits."""
    return code_of(case.number, keyring().keys[0].lookup)


def case_behind(number: str, code: str) -> Case | None:
    """The case of this number if the code is its own. A wrong number takes the same way and time as a wrong code."""
    tidy = tidy_number(number)
    fits = [code_fits(tidy, code, key.lookup) for key in keyring().keys]
    case: Case | None = Case.objects.filter(number=tidy).first()
    return case if any(fits) else None
