"""One more voice: somebody says "mine too" of a case that is open already, and is told how it ends."""

from dataclasses import asdict
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.cases.actions.intake import NOBODY, CleanPicture, Speaker, keep_pictures
from linli.cases.actions.moving import note
from linli.cases.models import Case, Voice
from linli.cases.numbers import new_number
from linli.cases.reads_of_voices import OWN_DOORS
from linli.cases.rules_of_linking import can_join, can_leave
from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import Answer, Refused, no, permit, yes
from linli.people.actions.contacts import keep_contact
from linli.people.aliases import alias_for
from linli.people.models import Contact


@action
def join(
    case: Case,
    *,
    by: Actor,
    at: datetime,
    speaker: Speaker = NOBODY,
    channel: str = "portal",
    words: str = "",
    pictures: tuple[CleanPicture, ...] = (),
) -> Voice:
    """Say "mine too": a number and a code of her own, the same case. Nothing of it is assigned or changed.

    `words` are what somebody wrote down for her: the office reads them in the story, whoever spoke first does not.
    """
    case = case.locked()
    permit(can_join(by, case))
    account = by.account_id if channel in OWN_DOORS else None
    permit(is_new_voice(case, by, account))

    voice = Voice(case=case, account_id=account, channel=channel, at=at, number=free_number(at))
    voice.alias = alias_for(Voice.objects.filter(case=case).count() + 2)
    voice.contact = kept(case, speaker, voice.alias, by=by, at=at)
    try:
        with transaction.atomic():
            voice.save(force_insert=True)
    except IntegrityError as twice:
        raise Refused(_("You are among those who said this already.")) from twice

    keep_pictures(case, pictures, moment="before", by_resident=False, at=at)
    note("joined", case, by=by, at=at, words=words.strip(), voice=voice.pk, channel=channel)
    return voice


def is_new_voice(case: Case, by: Actor, account: int | None) -> Answer:
    mine = Voice.objects.raised().filter(case=case)
    if mine.filter(pk__in=by.voices).exists() or (account and mine.filter(account=account).exists()):
        return no(_("You are among those who said this already."))
    return yes


def kept(case: Case, speaker: Speaker, alias: str, *, by: Actor, at: datetime) -> Contact | None:
    if not speaker.says_something:
        return None
    return keep_contact(case.area, by=by, at=at, alias=alias, **asdict(speaker))


def free_number(at: datetime) -> str:
    while Voice.objects.filter(number=(number := new_number(at))).exists():
        continue
    return number


@action
def leave(voice: Voice, *, by: Actor, at: datetime) -> Voice:
    """Take it back: she no longer counts, and hears nothing more."""
    voice = voice.locked()
    permit(can_leave(by, voice))

    voice.left_at = at
    voice.save_changes("left_at")

    note("left", voice.case, by=by, at=at, voice=voice.pk)
    return voice
