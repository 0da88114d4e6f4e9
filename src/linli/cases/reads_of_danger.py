"""Whether what a resident wrote later, and nobody has answered yet, tells of danger."""

from collections.abc import Iterator

from linli.cases.models import Message
from linli.cases.proposing import urgency
from linli.cases.reads import CasePage


def danger_said_later(page: CasePage) -> str:
    """Why it cannot wait, in words; empty when nothing says so."""
    if not page.case.is_open or page.called:
        return ""
    return urgency("\n".join(unanswered_words(page)), page.case.rulebook)


def unanswered_words(page: CasePage) -> Iterator[str]:
    """Her messages since the last word of the office, and what she asks how things stand."""
    for message in reversed(page.messages):
        if message.side != Message.Side.RESIDENT:
            break
        yield message.text
    yield from (urge.words for urge in page.open_urges if urge.by_resident)
