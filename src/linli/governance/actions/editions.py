"""Put a rule book in force, and say where it holds."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from linli.governance.check import Unsound, check
from linli.governance.load import content_of
from linli.governance.models import Binding, CallOff, Edition
from linli.governance.reads import forget
from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import Answer, first_no, no, permit, yes
from linli.kit.canonical import digest
from linli.kit.text import local_day
from linli.kit.trace import trace
from linli.places.models import Area
from linli.places.worktime import midnight


def can_publish_edition(actor: Actor, area_path: str | None) -> Answer:
    if actor.has_right("rulebook", area_path):
        return yes
    return no(_("Only who answers for the rule book of this place may put a new edition in force."))


def is_a_later_day(day: date | None, at: datetime) -> Answer:
    if day is None or day > local_day(at):
        return yes
    return no(_("An edition takes effect at once, or on a day after today."))


@action
def publish_edition(text: str, *, by: Actor, at: datetime, effective_on: date | None = None) -> Edition:
    """Put this file in force as the next edition of its locality, at once or from the beginning of a later day.

    Raises Unsound with every fault, each at its line. The same content as the newest edition changes nothing and returns
    that one, unless it waits for another day. One that still waits gives way to whatever takes effect before it;
    one that was called off counts for nothing but its number.
    """
    permit(is_a_later_day(effective_on, at))
    report = check(text)
    if not report.sound or report.book is None:
        raise Unsound(report.errors)
    slug, content = report.book.slug, content_of(text)
    checksum = digest(content)
    bound = Binding.objects.filter(slug=slug).first()
    permit(can_publish_edition(by, bound.area_path if bound else None))

    last, newest = Edition.objects.of(slug).standing().first(), Edition.objects.of(slug).first()
    effective_at = midnight(effective_on) if effective_on else None
    if last is not None and last.checksum == checksum and is_as_asked(last, effective_at, at):
        return last
    edition = Edition.objects.create(
        slug=slug,
        number=newest.number + 1 if newest else 1,
        text=text,
        content=content,
        checksum=checksum,
        published_at=at,
        published_by=by.account_id,
        effective_at=effective_at,
    )
    forget()

    facts = {"slug": slug, "number": edition.number} | (
        {"effective_on": effective_on} if effective_on else {}
    )
    trace("edition.published", edition, by=by, at=at, facts=facts)
    return edition


def is_as_asked(last: Edition, effective_at: datetime | None, at: datetime) -> bool:
    """It holds already, or waits for this very day."""
    return not last.waits(at) or last.effective_at == effective_at


def can_call_off_edition(actor: Actor, edition: Edition, area_path: str | None, at: datetime) -> Answer:
    return first_no(may_call_off(actor, area_path), is_to_come(edition, at))


def may_call_off(actor: Actor, area_path: str | None) -> Answer:
    if can_publish_edition(actor, area_path):
        return yes
    return no(_("Only who answers for the rule book of this place may call an edition off."))


def is_to_come(edition: Edition, at: datetime) -> Answer:
    if edition.waits(at):
        return yes
    return no(_("An edition can be called off only while it waits for its day. Publish another one instead."))


@action
def call_off_edition(edition: Edition, *, by: Actor, at: datetime) -> Edition:
    """It will not take effect: what held before goes on, or whatever else waits comes. Once more changes nothing."""
    edition = edition.locked()
    bound = Binding.objects.filter(slug=edition.slug).first()
    area_path = bound.area_path if bound else None
    permit(may_call_off(by, area_path))
    if edition.called_off is not None:
        return edition
    permit(can_call_off_edition(by, edition, area_path, at))

    CallOff.objects.create(edition=edition, called_off_at=at, called_off_by=by.account_id)
    forget()

    facts = {"slug": edition.slug, "number": edition.number}
    trace("edition.called_off", edition, by=by, at=at, facts=facts)
    return edition


def is_free(area: Area, slug: str) -> Answer:
    """One rule book for one area: another one binds to an area above or below it."""
    other = Binding.objects.filter(area=area).exclude(slug=slug).first()
    if other is None:
        return yes
    return no(_("The rule book “%(slug)s” holds for this place already.") % {"slug": other.slug})


@action
def bind(area: Area, slug: str, name: str, *, by: Actor, at: datetime) -> Binding:
    """From this area downwards the rule book of this slug holds."""
    permit(first_no(can_publish_edition(by, area.path), is_free(area, slug)))

    binding, _new = Binding.objects.update_or_create(
        slug=slug, defaults={"area": area, "area_path": area.path, "name": name}
    )
    forget()

    trace("rulebook.bound", binding, by=by, at=at, facts={"slug": slug, "area": area.path})
    return binding
