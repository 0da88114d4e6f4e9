"""What a notice says. It names the case by its number, category and area; never a person, never anybody's words."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cases.models import Case
from linli.cases.verdict_links import Sent, token_for, waits_for_verdict
from linli.kit import text
from linli.kit.addresses import public_address
from linli.notices.addresses import CONFIRM, number_token_of, token_of
from linli.notices.models import Notice
from linli.notices.public import line_of, public_text, short
from linli.notices.recipients import GIVEN
from linli.people.models import Contact

MOST_LINES = 20
ASKING = frozenset({"case.answered", "case.closed"})  # told to whoever may say whether it is solved
TITLES: Final = {
    "case.dispatched": gettext_lazy("A case was sent to you"),
    "case.released": gettext_lazy("A case came back to you"),
    "case.contested": gettext_lazy("Somebody says that a case is not theirs: please decide"),
    "case.upheld": gettext_lazy("It was decided whose case it is"),
    "case.rejected": gettext_lazy("It was decided that a case is yours"),
    "case.offered": gettext_lazy("A case waits to be taken"),
    "case.answered": gettext_lazy("There is an answer"),
    "case.end_proposed": gettext_lazy("An end waits for a second person: please look at it"),
    "case.closed": gettext_lazy("Your matter is closed"),
    "case.merged": gettext_lazy("Your matter goes on together with another one"),
    "case.unmerged": gettext_lazy("A matter goes on by itself again"),
    "case.split": gettext_lazy("Your matter goes on in several parts"),
    "case.replied": gettext_lazy("There is a new message"),
    "case.climbed": gettext_lazy("A case has climbed to you"),
    "case.urged": gettext_lazy("A case is urged; please answer"),
    "case.urge_answered": gettext_lazy("Your urging was answered"),
    "case.extension_asked": gettext_lazy("More time is asked for"),
    "case.extended": gettext_lazy("The limit was extended"),
    "case.extension_refused": gettext_lazy("More time was refused"),
    "case.check_asked": gettext_lazy("Please go and look whether it is so"),
    "case.check_reported": gettext_lazy("Somebody went to look"),
    "case.check_called_off": gettext_lazy("You need not go and look any more"),
    "case.blown": gettext_lazy("Units are called together: please be there in time"),
    "case.reported_in": gettext_lazy("A unit that you called is there"),
    "case.begged_off": gettext_lazy("A unit that you called says that it cannot"),
    "case.part_finished": gettext_lazy("A unit that you called has done its part"),
    "case.part_excused": gettext_lazy("Your unit need not come any more"),
    "case.whistle_unheeded": gettext_lazy("The time to be there is over, and no word has come"),
    "case.whistle_lifted": gettext_lazy("A unit that was called stays silent"),
    "case.whistle_ended": gettext_lazy("A call was ended together: please say how it was"),
    "case.whistle_lapsed": gettext_lazy("A call has ended with its case"),
    "case.response_rated": gettext_lazy("The caller has said how your unit answered"),
    "case.call_rated": gettext_lazy("A unit has said whether it was right to call it"),
    "case.pledged": gettext_lazy("Something was promised for a project"),
    "case.pledge_kept": gettext_lazy("What you promised has come"),
    "case.pledge_taken_back": gettext_lazy("A promise was taken back"),
    "money.pledged": gettext_lazy("Money was promised for a project"),
    "money.received": gettext_lazy("The money you promised has come"),
    "money.returned": gettext_lazy("Money that you gave goes back to you"),
    "money.reversed": gettext_lazy("A line about your money was taken back as wrong"),
    "money.unconfirmed": gettext_lazy("A spending waits for a second person to confirm it"),
    "pledge.step_reached": gettext_lazy("What you gave to has reached a step"),
    "pledge.ended": gettext_lazy("What you gave to has come to its end"),
    "milestone.late": gettext_lazy("A step of a project is late"),
    "claim.returning": gettext_lazy("A job you took goes back to the pool soon"),
    "deadline.day": gettext_lazy("Due within a day"),
    "deadline.hours": gettext_lazy("Due within four hours"),
    "deadline.late": gettext_lazy("A case is late"),
    "summary": gettext_lazy("What is new"),
    "robot.tested": gettext_lazy("A test from Linli"),
    "public.confirm": gettext_lazy("Do you want to follow this?"),
    CONFIRM: gettext_lazy("Is this your address?"),
    "public.published": gettext_lazy("A result was published"),
    "public.enlisted": gettext_lazy("Something new stands on a public list"),
    "public.milestone_ticked": gettext_lazy("A step was reached"),
}


def title_of(name: str) -> str:
    return str(TITLES.get(name, name))


def text_of(notice: Notice, now: datetime) -> str:
    if notice.name == "summary":
        return summary_of(Notice.objects.filter(folded_into=notice).select_related("case__area"), now)
    if notice.following is not None:
        return public_text(notice)
    if notice.name == CONFIRM and notice.contact is not None:
        return to_number(notice.contact) if notice.channel == "sms" else to_address(notice.contact)
    if notice.case is None:
        return _("This connection works.")
    if notice.contact_id:
        return to_petitioner(notice, now)
    if notice.name == "claim.returning" and notice.about_at is not None:
        back = _("goes back by itself %(moment)s, unless you begin") % {
            "moment": text.daytime(notice.about_at, now)
        }
        return f"{to_staff(notice.case, None, now)} · {back}"
    if notice.name in GIVEN:
        line = line_of(notice)
        return short(line) if line else to_staff(notice.case, None, now)
    return to_staff(notice.case, notice.about_at or notice.case.due_at, now)


def to_address(contact: Contact) -> str:
    """For whoever reads there: nothing of the matter, not even its number."""
    link = public_address(reverse("portal:mail-confirm", args=[token_of(contact)]))
    said = _("Somebody, we hope you, left this address to hear how a matter goes on. Say yes here:")
    return "\n\n".join([said, link, _("If it was not you, do nothing: no other letter comes.")])


def to_number(contact: Contact) -> str:
    """As to an address, and short."""
    link = public_address(reverse("portal:number-confirm", args=[number_token_of(contact)]))
    said = _(
        "Somebody, we hope you, left this number to hear how a matter goes on. Yes, it is mine: %(link)s"
    )
    return " ".join([said % {"link": link}, _("If it was not you, do nothing: no other message comes.")])


def to_petitioner(notice: Notice, now: datetime) -> str:
    """For a stranger's eyes too: a telephone lies open on a table."""
    assert notice.case is not None
    said = {
        "case.answered": _("Your matter %(number)s has an answer. Read it with your receipt code."),
        "case.end_proposed": gettext_lazy("An end waits for a second person: please look at it"),
        "case.closed": _("Your matter %(number)s is closed. Read how it ended with your receipt code."),
        "case.merged": _(
            "Others said the same as you in %(number)s; it is handled together now. Your receipt code shows how it goes."
        ),
        "case.unmerged": _(
            "Your matter %(number)s is handled by itself again, with its old time limit. Your receipt code shows how it goes."
        ),
        "case.split": _(
            "Your matter %(number)s is handled in several parts, each by whoever can do it. Your receipt code shows how it goes."
        ),
        "case.check_reported": _(
            "Somebody went to look at your matter %(number)s. Read what was found with your receipt code."
        ),
        "case.replied": _("There is a message about your matter %(number)s. Read it with your receipt code."),
    }
    number, link = notice.number or notice.case.number, link_in(notice, now)
    words = asking(notice.name) if link else said.get(notice.name, said["case.replied"])
    return words % {"number": number, "link": link}


def asking(name: str) -> str:
    """The same with the link by which she says at once whether it is solved."""
    if name == "case.closed":
        return _(
            "Your matter %(number)s is closed. Is it solved? Please say so here, without signing in: %(link)s"
        )
    return _(
        "Your matter %(number)s has an answer. Is it solved? Please say so here, without signing in: %(link)s"
    )


def link_in(notice: Notice, now: datetime) -> str:
    """Worked out when the message leaves, so that no table keeps it; nothing once there is nothing to be said."""
    case = notice.case
    asks = case is not None and notice.name in ASKING and not notice.number
    if case is None or not asks or notice.contact_id != case.contact_id or not settings.LINLI_PUBLIC_ADDRESS:
        return ""
    if not waits_for_verdict(case, now):
        return ""
    return public_address(reverse("portal:verdict", args=[token_for(case, Sent.NOTICE)]))


def to_staff(case: Case, due: datetime | None, now: datetime) -> str:
    category = case.category_in_book
    parts = [case.number, category.name if category else "", case.area.name]
    if due is not None:
        parts.append(_("due %(moment)s") % {"moment": text.daytime(due, now)})
    return " · ".join(filter(None, parts))


def summary_of(rows: Iterable[Notice], now: datetime) -> str:
    told = [f"{title_of(row.name)} · {to_staff(row.case, None, now)}" for row in rows if row.case is not None]
    more = len(told) - MOST_LINES
    return "\n".join(told[:MOST_LINES] + ([_("and %(number)d more") % {"number": more}] if more > 0 else []))
