"""Show everybody what came of a case: text and pictures that a person reviewed, nothing that points to a resident."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from linli.cases.actions.intake import says_something
from linli.cases.actions.moving import note
from linli.cases.models import Case, Picture, Publication, PublicPicture, Rating
from linli.cases.pins import pin_of
from linli.cases.rates import FEW
from linli.cases.rules import can_publish, can_unpublish
from linli.cases.telltales import telltales
from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import Answer, Refused, no, permit, yes
from linli.people.keyring import keyring
from linli.places.geometry import read_outline
from linli.places.models import Area

# What no reviewer may let through; other telltales are shown to her as warnings.
NEVER_PUBLISHED = frozenset({"phone", "identity", "mail"})


@action
def publish(
    case: Case,
    *,
    title: str,
    problem: str,
    result: str,
    by: Actor,
    at: datetime,
    pictures: Mapping[str, str] | None = None,
) -> Publication:
    """Put the reviewed text on the board. Once a case is on the board, publishing again replaces the text.

    `pictures`: digest → caption. Whoever names one says of it: no person, no number plate, no door number.
    None leaves the pictures as they are.
    """
    case = case.locked()
    permit(can_publish(by, case))
    for text in (title, problem, result):
        permit(says_something(text))
        permit(names_nobody(text))
    for words in (pictures or {}).values():
        permit(names_nobody(words))

    publication = Publication.objects.filter(case=case).first()
    version = publication.version + 1 if publication else 1
    row = _publication_of(case, title, problem, result, at)
    row.pk, row.version = (publication.pk if publication else None), version
    row.save()
    shown = _show_pictures(row, pictures) if pictures is not None else None

    facts = {"version": version} if shown is None else {"version": version, "pictures": shown}
    note("published", case, by=by, at=at, **facts)
    return row


def _show_pictures(publication: Publication, chosen: Mapping[str, str]) -> list[int]:
    """These pictures of the case and no others; their numbers go into the trace, beside who looked at them."""
    found = Picture.objects.filter(case=publication.case, digest__in=chosen).order_by("at", "pk")
    known = {picture.digest: picture for picture in found}
    if len(known) < len(chosen):
        raise Refused(_("One of these pictures does not belong to this case."))
    PublicPicture.objects.filter(publication=publication).delete()
    PublicPicture.objects.bulk_create(
        PublicPicture(publication=publication, picture=known[digest], words=words.strip()[:60])
        for digest, words in chosen.items()
    )
    return [picture.pk for picture in known.values()]


def names_nobody(text: str) -> Answer:
    found = next((tale for tale in telltales(text) if tale.kind in NEVER_PUBLISHED), None)
    if found is None:
        return yes
    return no(
        _("“%(found)s” may lead to a person. Please take it out before publishing.") % {"found": found.text}
    )


def _publication_of(case: Case, title: str, problem: str, result: str, at: datetime) -> Publication:
    verdict = Rating.objects.filter(case=case, round=case.round).values_list("verdict", flat=True).first()
    assert case.closed_at is not None
    pin_lat, pin_lon = public_pin(case) or (None, None)
    return Publication(
        case=case,
        title=title.strip()[:60],
        problem=problem.strip(),
        result=result.strip(),
        area_name=public_area_name(case),
        area_path=case.area_path,
        category=case.category,
        end_state=case.end_state,
        verdict=verdict or "",
        days=max((case.closed_at - case.raised_at).days, 0),
        published_at=at,
        pin_lat=pin_lat,
        pin_lon=pin_lon,
    )


def public_pin(case: Case) -> tuple[float, float] | None:
    """Off the doorstep, in the nearest drawn area of at least five households, or in one with an official code.

    Two queries. The key is the oldest of the ring, so that new keys move no pin.
    """
    drawn = list(Area.objects.lineage(case.area_path).outlined())
    region = next((area for area in reversed(drawn) if area.code or (area.households or 0) >= FEW), None)
    if region is None or (region.households is not None and region.households < FEW):
        return None
    small = Area.objects.current().inside(region).outlined().filter(households__lt=FEW)
    spot = (case.lat, case.lon) if case.lat is not None and case.lon is not None else None
    return pin_of(
        spot,
        read_outline(region.outline),
        keyring().keys[0].digest,
        name=region.path,
        away_from=map(read_outline, small.values_list("outline", flat=True)),
    )


def public_area_name(case: Case) -> str:
    """The community or village, never the building: the nearest area that has an official code."""
    rows = Area.objects.lineage(case.area_path).exclude(code="").order_by("-path")
    found = rows.values_list("name", flat=True).first()
    return found or Area.objects.lineage(case.area_path).values_list("name", flat=True)[0]


@action
def unpublish(case: Case, *, reason: str, by: Actor, at: datetime) -> Publication:
    """Take the text and the pictures off the board."""
    case = case.locked()
    permit(can_unpublish(by, case))

    public = Publication.objects.filter(case=case, withdrawn_at=None).first()
    if public is None:
        raise Refused(_("Nothing of this case stands on the board."))
    publication = public.locked()
    publication.withdrawn_at = at
    publication.save_changes("withdrawn_at")
    PublicPicture.objects.filter(publication=publication).delete()

    note("unpublished", case, by=by, at=at, words=reason)
    return publication
