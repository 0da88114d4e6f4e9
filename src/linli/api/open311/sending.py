"""A request from a program becomes a case: the words frozen, who speaks into the vault, pictures drawn anew."""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.api.open311.answers import Fault
from linli.api.open311.asking import Ask
from linli.api.open311.keys import Caller
from linli.api.open311.places import Jurisdiction, place_in
from linli.api.open311.questions import Answered, answered, questions_of
from linli.api.open311.services import Service, service_behind
from linli.cases import pictures
from linli.cases.actions.aside import counted_in
from linli.cases.actions.intake import (
    CleanPicture,
    Intake,
    Speaker,
    can_raise,
    raise_case,
    reply,
    says_something,
    usual_way,
)
from linli.cases.models import Case
from linli.cases.questions import dangers_told
from linli.cases.receipts import code_for
from linli.cases.rules import can_reply
from linli.governance.model import RuleBook
from linli.kit.actor import Actor
from linli.kit.answer import Refused, permit
from linli.kit.lines import line_of
from linli.people.rules import mail_is_sound, phone_is_sound

LONGEST = 4000
REHEARSED = "0000-000000"


@dataclass(frozen=True)
class Sent:
    """The number of the case, and what whoever sent it should be told."""

    number: str
    notice: str


def send(ask: Ask, where: Jurisdiction, caller: Caller) -> Sent:
    service = service_asked(ask, where.book)
    told = answered(ask, questions_of(where.book, service.category))
    words = words_of(ask, told)
    place, speaker = place_in(ask, where), speaker_of(ask)
    permit(says_something(words))
    permit(phone_is_sound(speaker.phone))
    intake = Intake(
        words=words,
        area=place.area,
        channel="api",
        kind=service.kind,
        category=service.category,
        place_words=place.words,
        lat=place.lat,
        lon=place.lon,
        speaker=speaker,
        details=told.given,
        source_key=source_key(ask, caller),
    )
    permit(can_raise(caller.acting, intake))
    danger = danger_in(intake, where.book)
    if ask.rehearsal:
        return Sent(REHEARSED, notice_of([_("This was a rehearsal. Nothing was kept."), danger]))
    kept, left_out = pictures_in(ask)
    case = raised(ask, with_pictures(intake, kept), caller)
    lost = _("%(count)s files could not be read as pictures and were left out.") % {"count": left_out}
    receipt = "" if caller.token else receipt_of(ask, case)
    return Sent(case.number, notice_of([danger, receipt, lost if left_out else ""]))


def receipt_of(ask: Ask, case: Case) -> str:
    """Who sends without a key cannot ask for the request again; the code opens it as any receipt does. Told once."""
    address = ask.request.build_absolute_uri(reverse("portal:case", args=[case.number]))
    told = {"code": code_for(case), "address": address}
    return _("Follow it at %(address)s with this code: %(code)s") % told


def raised(ask: Ask, intake: Intake, caller: Caller) -> Case:
    key = ask.request.headers.get("Idempotency-Key") or None
    if key and len(key) > 100:
        raise Fault(400, _("An idempotency key has at most 100 characters."))
    raising = partial(raise_case, intake, by=caller.acting, at=ask.at, key=key)  # type: ignore[call-arg]
    return raising() if caller.token else counted_in(raising, line_of(ask.request), at=ask.at)


def source_key(ask: Ask, caller: Caller) -> str | None:
    """Marks the case as this key's own. The same idempotency key gives the same mark."""
    if caller.token is None:
        return None
    key = ask.request.headers.get("Idempotency-Key", "")
    mark = hashlib.sha256(key.encode()).hexdigest()[:32] if key else uuid.uuid4().hex
    return caller.source + mark


def with_pictures(intake: Intake, kept: tuple[CleanPicture, ...]) -> Intake:
    return Intake(**{**intake.__dict__, "pictures": kept})


def service_asked(ask: Ask, book: RuleBook) -> Service:
    code = ask.one("service_code")
    if not code:
        raise Fault(400, _("Please name the service_code."))
    found = service_behind(book, code)
    if found is None:
        raise Fault(404, _("There is no service with this service_code."))
    return found


def words_of(ask: Ask, told: Answered) -> str:
    """What was said, or the answers when nothing else was; below it the addresses of pictures kept elsewhere."""
    said = ask.one("description").replace("\r\n", "\n")
    if len(said) > LONGEST:
        raise Fault(400, _("“description” has at most 4000 characters."))
    said = said or "\n".join(told.lines)
    if not said:
        raise Fault(400, _("Please say in a few words what it is about."))
    links = [link[:500] for link in map(str.strip, ask.said("media_url")) if is_link(link)]
    return "\n\n".join(filter(None, [said, "\n".join(links[: pictures.MOST_PICTURES])]))


def is_link(text: str) -> bool:
    """It is shown as text and never fetched: Linli calls nobody whom it was not told to call."""
    return text.startswith(("http://", "https://")) and not any(letter.isspace() for letter in text)


def speaker_of(ask: Ask) -> Speaker:
    """Names, telephone and mail go into the vault. The number of the device is not kept at all."""
    phone, typed = ask.one("phone")[:40], ask.one("email")[:200].strip()
    mail = typed if mail_is_sound(typed) else ""
    return Speaker(
        name=full_name(ask.one("first_name"), ask.one("last_name"))[:60],
        phone=phone,
        mail=mail,
        wishes=_("E-mail: %(mail)s") % {"mail": typed} if typed and not mail else "",
        way=usual_way(phone, mail),
    )


def full_name(first: str, last: str) -> str:
    """Chinese names begin with the family name, others end with it."""
    return f"{first} {last}".strip() if (first + last).isascii() else last.strip(" -") + first


def pictures_in(ask: Ask) -> tuple[tuple[CleanPicture, ...], int]:
    """A report is not lost because one of its files is no picture: how many were left out."""
    kept: list[CleanPicture] = []
    files = ask.files
    for file in files[: pictures.MOST_PICTURES]:
        kept += clean_or_nothing(file)
    return tuple(kept), len(files) - len(kept)


def clean_or_nothing(file: Any) -> tuple[CleanPicture, ...]:
    try:
        return pictures.clean_all([file])
    except Refused:
        return ()


def danger_in(intake: Intake, book: RuleBook) -> str:
    told = dangers_told(book, intake.category, intake.details)
    found = dict.fromkeys((*book.dangers_in(intake.words, intake.category), *told))
    numbers = "、".join(dict.fromkeys(danger.number for danger in found))
    return _("If anybody is in danger, call %(numbers)s now.") % {"numbers": numbers} if found else ""


def notice_of(parts: Iterable[str]) -> str:
    return "\n".join(filter(None, parts))


def text_of_update(ask: Ask) -> str:
    said = ask.one("description").replace("\r\n", "\n")
    if len(said) > LONGEST:
        raise Fault(400, _("“description” has at most 4000 characters."))
    links = [link[:500] for link in map(str.strip, ask.said("media_url")) if is_link(link)]
    text = "\n".join(filter(None, [said, *links[: pictures.MOST_PICTURES]]))
    permit(says_something(text))
    return text


def add_update(ask: Ask, case: Case, caller: Caller) -> str:
    """A further sentence of whoever sent the request. The same update_id is taken once. Returns the update's own id."""
    text, reader = text_of_update(ask), caller.reading
    speaker = Actor("program", reader.account_id, reader.name, keys=frozenset({case.pk}))
    permit(can_reply(speaker, case))
    if ask.rehearsal:
        return REHEARSED
    given = ask.one("update_id")[:60]
    key = f"{caller.source}{case.number}:{given}" if given else None
    message = reply(case, text, by=speaker, at=ask.at, key=key)  # type: ignore[call-arg]
    return f"m{message.pk}"
