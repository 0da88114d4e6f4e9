"""Who may do what about people. No database: what a rule must know is handed to it."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from linli.kit.actor import Actor
from linli.kit.answer import Answer, first_no, no, yes
from linli.people.models import LOOKING, Account, Consent, Contact, Household, Look, Post
from linli.people.sealed import normal_phone
from linli.places.models import Area, Organisation

KEEPING = "people"  # the right to keep accounts and posts

USERNAME = re.compile(r"[\w.@+-]{2,60}")


def keeps_people(actor: Actor, area_path: str) -> Answer:
    if actor.has_right(KEEPING, area_path):
        return yes
    return no(_("You do not keep accounts and posts in this area. The office above it does."))


def can_open_account(actor: Actor, area: Area) -> Answer:
    return keeps_people(actor, area.path)


def can_rename(actor: Actor, account: Account) -> Answer:
    if actor.account_id == account.pk:
        return yes
    return can_keep(actor, account)


def can_keep(actor: Actor, account: Account) -> Answer:
    """May renew a password, drop a second factor, change the name of somebody else."""
    if not account.is_active:
        return no(_("This account is stopped."))
    return keeps_people(actor, account.area_path)


def can_stop_account(actor: Actor, account: Account) -> Answer:
    if actor.account_id == account.pk:
        return no(_("Nobody stops her own account. Please ask a colleague."))
    return can_keep(actor, account)


def can_appoint(
    actor: Actor, account: Account, area: Area, organisation: Organisation | None = None
) -> Answer:
    if not account.is_active:
        return no(_("This account is stopped."))
    if actor.account_id == account.pk:
        return no(_("Nobody appoints herself. Please ask a colleague."))
    if (
        organisation
        and not organisation.area_path.startswith(area.path)
        and not area.path.startswith(organisation.area_path)
    ):
        return no(_("This organisation works in another area."))
    return keeps_people(actor, area.path)


RoleFit = Callable[[str, str, str], Answer]
_fit: RoleFit = lambda role, level, area_path: yes  # noqa: E731


def judge_roles_with(fit: RoleFit) -> None:
    """Tell whether a role can be held in an area of this level. The rule book, on the floor above, does."""
    global _fit
    _fit = fit


def role_fits(role: str, area: Area) -> Answer:
    return _fit(role, area.level, area.path)


def can_end_post(actor: Actor, post: Post) -> Answer:
    return keeps_people(actor, post.area_path)


def post_is_free(account: Account, sole: bool, others: Iterable[Post]) -> Answer:
    """`others` are posts of the same role, area and organisation whose time overlaps."""
    for other in others:
        if other.account_id == account.pk:
            return no(_("She holds this post in that time already."))
        if sole or other.sole:
            return no(
                format_lazy(_("{name} holds this post in that time. End it first."), name=other.account.name)
            )
    return yes


def term_is_sound(starts_on: date, ends_on: date | None) -> Answer:
    if ends_on is not None and ends_on <= starts_on:
        return no(_("A post ends after it starts."))
    return yes


def can_end_on(post: Post, day: date) -> Answer:
    if day < post.starts_on:
        return no(_("A post cannot end before it started."))
    if post.ends_on is not None and post.ends_on <= day:
        return no(_("This post has ended already."))
    return yes


def username_is_sound(username: str) -> Answer:
    if USERNAME.fullmatch(username):
        return yes
    return no(_("A log-in name has 2 to 60 letters or digits, without spaces."))


def phone_is_sound(phone: str) -> Answer:
    if not phone or 5 <= len(normal_phone(phone)) <= 15:
        return yes
    return no(_("This telephone number does not look complete. Please check its digits."))


def name_is_sound(name: str) -> Answer:
    if not name.strip():
        return no(_("Please give a name."))
    if len(name) > 60 or any(unicodedata.category(c) in {"Cc", "Cs"} for c in name):
        return no(_("A name has at most 60 characters, on one line."))
    return yes


def mail_is_sound(mail: str) -> Answer:
    """Empty, or of the form of an address; whether somebody reads it shows only when a letter leaves."""
    try:
        if mail:
            EmailValidator()(mail)
    except ValidationError:
        return no(_("This e-mail address does not look complete. Please check it."))
    return yes


def can_be_reached(way: str, phone: str, mail: str = "") -> Answer:
    way_there = leaves_a_way(way, phone=bool(normal_phone(phone)), mail=bool(mail.strip()))
    return first_no(way_there, are_sound(phone, mail))


def leaves_a_way(way: str, *, phone: bool, mail: bool) -> Answer:
    """Whether what there is fits the way she chose; neither number nor address needs to be opened for it."""
    if way == Contact.Way.MAIL and not mail:
        return no(_("Please leave an e-mail address, or choose to look it up with your code."))
    if way in {Contact.Way.PHONE, Contact.Way.MESSAGE} and not phone:
        return no(_("Please leave a telephone number, or choose to look it up with your code."))
    return yes


def are_sound(phone: str, mail: str) -> Answer:
    return first_no(phone_is_sound(phone), mail_is_sound(mail.strip()))


def can_vouch(actor: Actor, area_path: str) -> Answer:
    """Whoever speaks with her and read address or number back; elsewhere these say yes themselves."""
    if actor.account_id is not None and actor.has_right("desk", area_path):
        return yes
    return no(
        _("Only the desk can say that it read an address or a number back. Elsewhere a message asks first.")
    )


def can_look(actor: Actor, subject: Contact | Household, purpose: str, words: str) -> Answer:
    """Linli itself looks only to bring an answer to her, and writes that down as a person does."""
    if actor.kind == "system" and purpose == Look.Purpose.DELIVER:
        return yes
    return first_no(may_look(actor, subject), purpose_is_stated(purpose, words))


def may_look(actor: Actor, subject: Contact | Household) -> Answer:
    if actor.account_id is not None and actor.has_right(LOOKING, subject.area_path):
        return yes
    return no(_("Your post does not open personal data here. The desk that registered it can call for you."))


def purpose_is_stated(purpose: str, words: str) -> Answer:
    if purpose not in Look.Purpose.values:
        return no(_("Please say what you need the data for."))
    if purpose == Look.Purpose.OTHER and len(words.strip()) < 4:
        return no(_("Please say in a few words what you need the data for."))
    return yes


def can_keep_household(actor: Actor, area_path: str) -> Answer:
    if actor.has_right(LOOKING, area_path):
        return yes
    return no(_("Your post does not keep household files here."))


def can_rotate_keys(actor: Actor) -> Answer:
    return yes if actor.kind == "system" else no(_("Keys are changed from the command line only."))


def can_rehome(actor: Actor) -> Answer:
    """Only the map itself moves what stands on it."""
    return yes if actor.kind == "system" else no(_("Posts and files follow the map by themselves."))


def can_give_consent(actor: Actor, subject: Contact | Household) -> Answer:
    return may_look(actor, subject)


def consent_has_an_end(given_on: date, ends_on: date) -> Answer:
    if ends_on <= given_on:
        return no(_("Consent ends on a day after it was given."))
    return yes


def can_withdraw_consent(actor: Actor, consent: Consent, day: date) -> Answer:
    if not consent.is_in_force_on(day):
        return no(_("This consent is not in force any more."))
    subject = consent.contact or consent.household
    return can_give_consent(actor, subject) if subject else yes
