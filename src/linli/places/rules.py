"""Who may change the map of places, and what must hold of a change."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from linli.kit.actor import Actor
from linli.kit.answer import Answer, first_no, no, yes
from linli.kit.paths import DEEPEST, lineage
from linli.places.calendar_files import Notice
from linli.places.models import Address, Area, Organisation
from linli.places.workdays import DayKind


def can_keep_places(actor: Actor, path: str) -> Answer:
    """Whether this actor keeps the map at this path."""
    if actor.has_right("places", path):
        return yes
    return no(
        _("Your posts do not let you change places here. Ask the office that keeps the map of this area.")
    )


def can_found_area(actor: Actor, parent: Area | None, name: str) -> Answer:
    if parent is None:
        return first_no(_only_the_system(actor), _is_named(name))
    return first_no(
        can_keep_places(actor, parent.path), _is_open(parent), _is_named(name), _has_room_below(parent)
    )


def can_rename_area(actor: Actor, area: Area, name: str, on: date, today: date) -> Answer:
    return first_no(_can_change(actor, area), _is_named(name), _is_timely(area, on, today))


def can_describe_area(actor: Actor, area: Area) -> Answer:
    return _can_change(actor, area)


def can_draw_outline(actor: Actor, area: Area, on: date, today: date) -> Answer:
    return first_no(_can_change(actor, area), _is_timely(area, on, today))


def can_close_area(actor: Actor, area: Area, on: date, today: date) -> Answer:
    if area.parts.filter(valid_to=None).exists():
        return no(_("There are still open areas inside this one. Move or close them first."))
    return first_no(_can_change(actor, area), _is_timely(area, on, today))


def can_move_area(actor: Actor, area: Area, parent: Area, on: date, today: date) -> Answer:
    if area.contains(parent):
        return no(_("An area cannot be moved into itself."))
    if area.parent_id == parent.pk:
        return no(_("The area is already there."))
    return first_no(
        _can_change(actor, area),
        can_keep_places(actor, parent.path),
        _is_open(parent),
        _has_room_below(parent),
        _is_timely(area, on, today),
    )


def can_merge_areas(actor: Actor, areas: Sequence[Area], name: str, on: date, today: date) -> Answer:
    if len({area.pk for area in areas}) < 2:
        return no(_("Choose at least two areas to merge."))
    if len({(area.parent_id, area.level) for area in areas}) > 1:
        return no(_("Only areas of one level under the same parent can be merged. Move them together first."))
    each = (first_no(_can_change(actor, area), _is_timely(area, on, today)) for area in areas)
    return first_no(_is_named(name), *each)


def can_split_area(actor: Actor, area: Area, names: Sequence[str], on: date, today: date) -> Answer:
    if len(names) < 2 or len(set(names)) < len(names):
        return no(_("A split needs at least two parts with different names."))
    return first_no(_can_change(actor, area), *map(_is_named, names), _is_timely(area, on, today))


def all_are_given(below: Mapping[int, Area], given: Sequence[int]) -> Answer:
    """Whether each open area below is given to exactly one part of a split."""
    twice = len(set(given)) < len(given) or set(given) - below.keys()
    if twice:
        return no(_("Each area below can go with one part only."))
    left = [area.name for key, area in below.items() if key not in given]
    if left:
        return no(_("Say which part these areas go with: %(names)s.") % {"names": ", ".join(left[:10])})
    return yes


def code_is_free(code: str, area: Area | None = None) -> Answer:
    other = Area.objects.coded(code.strip()).first() if code.strip() else None
    if other and other != area:
        return no(_("The code %(code)s already belongs to %(name)s.") % {"code": code, "name": other.name})
    return yes


def can_found_organisation(actor: Actor, area: Area, name: str) -> Answer:
    return first_no(can_keep_places(actor, area.path), _is_open(area), _is_named(name))


def can_change_organisation(actor: Actor, organisation: Organisation) -> Answer:
    if organisation.valid_to is not None:
        return no(_("This organisation was closed. Its record stays as it was."))
    return can_keep_places(actor, organisation.area_path)


def can_rename_organisation(actor: Actor, organisation: Organisation, name: str) -> Answer:
    return first_no(can_change_organisation(actor, organisation), _is_named(name))


def can_move_organisation(actor: Actor, organisation: Organisation, area: Area) -> Answer:
    return first_no(
        can_change_organisation(actor, organisation), can_keep_places(actor, area.path), _is_open(area)
    )


def can_close_organisation(actor: Actor, organisation: Organisation, on: date) -> Answer:
    if on < organisation.valid_from:
        return no(_("The organisation was founded after that day. Choose a later day."))
    if organisation.parts.filter(valid_to=None).exists():
        return no(
            _("Other organisations still belong to this one. Close them or give them another parent first.")
        )
    return can_change_organisation(actor, organisation)


def can_name_address(actor: Actor, area: Area, estate: str, road: str) -> Answer:
    if not (estate.strip() or road.strip()):
        return no(_("Give the estate or the road of the building."))
    return first_no(can_keep_places(actor, area.path), _is_open(area))


def can_withdraw_address(actor: Actor, address: Address) -> Answer:
    if address.valid_to is not None:
        return no(_("This building was already taken off the list."))
    return can_keep_places(actor, address.area_path)


def can_announce_year(actor: Actor, notice: Notice, year: int, *, changes: bool) -> Answer:
    """`changes`: the year was announced before, with other days; that moves time limits in every place at once."""
    if year not in notice.years:
        return no(_("This file does not settle the year %(year)s.") % {"year": year})
    if not actor.has_right("places"):
        return no(_("Only an office that keeps places may load the holidays of a year."))
    if changes and not _keeps_everything(actor):
        return no(
            _(
                "%(year)s was announced before, with other days. It holds for every place here: "
                "only the office at the top of the tree, or whoever runs this installation, may change it."
            )
            % {"year": year}
        )
    return yes


def _keeps_everything(actor: Actor) -> bool:
    tops = (len(lineage(post.area_path)) == 1 for post in actor.posts if "places" in post.rights)
    return actor.kind == "system" or any(tops)


def can_mark_local_day(actor: Actor, area: Area, kind: str = DayKind.HOLIDAY) -> Answer:
    if kind not in (DayKind.HOLIDAY, DayKind.MAKEUP):
        return no(_("A local day is either a holiday or a make-up working day."))
    return can_keep_places(actor, area.path)


def can_plant_tree(actor: Actor, top: Area | None) -> Answer:
    return can_keep_places(actor, top.path) if top else _only_the_system(actor)


def _can_change(actor: Actor, area: Area) -> Answer:
    return first_no(can_keep_places(actor, area.path), _is_open(area))


def _only_the_system(actor: Actor) -> Answer:
    if actor.kind == "system":
        return yes
    return no(_("Areas at the top are made by whoever runs this installation, from the command line."))


def _is_open(area: Area) -> Answer:
    if area.valid_to is None:
        return yes
    return no(_("This area was closed. Choose its successor."))


def _is_named(name: str) -> Answer:
    return yes if name.strip() else no(_("Give the area a name."))


def _has_room_below(area: Area) -> Answer:
    return yes if area.depth < DEEPEST else no(_("The tree of areas is too deep here."))


def _is_timely(area: Area, on: date, today: date) -> Answer:
    """A change may be entered late, but not before it happens and not before the last change."""
    if on > today:
        return no(_("This day is still to come. Enter the change on the day on which it takes effect."))
    if on < area.version_from:
        return no(_("The area was founded or last changed after that day. Choose a later day."))
    return yes
