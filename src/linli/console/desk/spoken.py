"""What is read to a speaker: plain sentences, and numbers in the groups in which people repeat them. Pure."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from linli.governance.explain import limit_words
from linli.governance.model import RuleBook

LETTERS_AT_ONCE = 4


def spelled(code: str) -> str:
    """ "2611-7K3QX2" as it is said, sign by sign, with a rest between groups."""
    groups = [group[at : at + 4] for group in code.split("-") for at in range(0, len(group), LETTERS_AT_ONCE)]
    aloud = pgettext("the digits from 0 to 9 as read out one by one", "0 1 2 3 4 5 6 7 8 9").split()
    said = (" ".join(aloud[int(sign)] if sign.isdigit() else sign for sign in group) for group in groups)
    return pgettext("a rest in speech", ", ").join(said)


def one_sentence(words: str) -> str:
    """Her words on one line, ending as a sentence does."""
    line = re.sub(r"\s*\n\s*", " ", words.strip())
    return line if re.search(r"[。！？!?.…]$", line) else line + _(".")


def read_back_sentences(
    words: str, *, place: str, about: str, speaks_for: str, first: str, contact: str
) -> list[str]:
    """What was written down, as it is said to whoever spoke. Ends with the question."""
    said = [_("I read to you what I have written: %(words)s") % {"words": one_sentence(words)}]
    if place:
        said.append(_("The place is: %(place)s.") % {"place": place})
    if about:
        said.append(_("It is about: %(about)s.") % {"about": about})
    if speaks_for:
        said.append(_("You speak for: %(whom)s.") % {"whom": speaks_for})
    said.append(contact)
    if first:
        said.append(_("Somebody turns to it within %(limit)s.") % {"limit": first})
    return [*said, _("Is that right?")]


def first_limit(book: RuleBook, category: str, kind: str) -> str:
    """In how much time somebody turns to such a matter, in words; nothing where no limit is set."""
    triage = book.flow(kind).verb("triage") if kind in book.flows else None
    limit = book.clock(category, "first") or (triage.within if triage else None)
    return limit_words(limit) if limit else ""


def contact_sentence(*, kept: bool, phone: str, mail: str, way: str) -> str:
    if not kept:
        return _("I write down no name; with number and code you follow it yourself.")
    if phone and way == "phone":
        return _("We call you on %(phone)s.") % {"phone": spelled(phone)}
    if phone and way == "message":
        return _("We write a text message to %(phone)s.") % {"phone": spelled(phone)}
    if way == "mail":
        return _("We write to the e-mail address that you gave: %(mail)s.") % {"mail": mail}
    return _("Your name is kept sealed, apart from the matter.")
