"""{% load places_words %}: what levels are called, and sizes of ground as people say them."""

from django import template
from django.utils.translation import gettext as _

from linli.kit import text

register = template.Library()
A_SQUARE_KILOMETRE = 1_000_000


@register.filter
def called(level: str, names: dict[str, str]) -> str:
    return names.get(level, level)


@register.filter
def ground(square_metres: float | None) -> str:
    if square_metres is None:
        return ""
    if square_metres >= A_SQUARE_KILOMETRE:
        return _("%(size)s km²") % {"size": text.number(square_metres / A_SQUARE_KILOMETRE, 2)}
    return _("%(size)s m²") % {"size": text.number(round(square_metres), 0)}
