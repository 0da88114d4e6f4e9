"""Names that hide a person and still tell two of them apart."""

from django.utils.translation import gettext as _


def alias_for(number: int) -> str:
    """The alias of the number-th person of a case, from 1: 居民甲, 居民乙 … 居民癸, 居民甲2 …"""
    letters = _("A B C D E F G H I J").split()
    round_, place = divmod(number - 1, len(letters))
    return _("Resident {letter}").format(letter=letters[place] + (str(round_ + 1) if round_ else ""))
