"""{% load linli %}: icons, form fields, a rule's own answer, and dates and numbers as people say them."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.kit import text

register = template.Library()


@register.simple_tag
def icon(name: str, style: str = "", label: str = "") -> SafeString:
    """One drawing of the sprite. Without a label it is decoration, and screen readers pass over it."""
    return _drawn(name, style, str(label))


@lru_cache(maxsize=1000)  # a list of fifty cases shows the same few a hundred times
def _drawn(name: str, style: str, label: str) -> SafeString:
    naming = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    sprite = static("kit/icons.svg")
    return format_html('<svg class="icon {}" {}><use href="{}#{}"></use></svg>', style, naming, sprite, name)


@register.simple_tag
def problem_title(status: int, *, expired: bool | str = "") -> str:
    """What happened, in a few words, for the window and the heading of a page that tells of a problem."""
    if expired:
        return _("This page was open too long")
    titles = {
        403: _("This door is not yours"),
        404: _("There is nothing at this address"),
        405: _("A form belongs here"),
        413: _("That was too large"),
        429: _("A little slower, please"),
    }
    broken = _("Something broke on our side") if status >= 500 else _("This did not work")
    return titles.get(status, broken)


@register.simple_tag
def gap() -> str:
    """Between two sentences of one line: a space, except in Chinese, whose stops are as wide as a letter and stand alone."""
    return "" if (get_language() or "").startswith("zh") else " "


@register.filter
def daytime(moment: datetime | None, now: datetime | None = None) -> str:
    return text.daytime(moment, now or timezone.now()) if moment else ""


@register.filter
def day(moment: date | None, now: datetime | None = None) -> str:
    return text.day(moment, now or timezone.now()) if moment else ""


@register.filter
def clock(moment: datetime | None) -> str:
    return text.clock_time(moment) if moment else ""


@register.filter
def left(due: datetime | None, now: datetime | None = None) -> str:
    return text.left(due, now or timezone.now()) if due else ""


@register.filter
def urgency(due: datetime | None, now: datetime | None = None) -> str:
    return text.urgency(due, now or timezone.now()) if due else ""


@register.filter
def number(value: float | str | None) -> str:
    """Nothing for what a template does not find, which arrives as an empty text."""
    return text.number(value) if isinstance(value, int | float) else ""


@register.filter
def yuan(fen: int | str | None) -> str:
    """A sum in fen, as yuan; nothing for what a template does not find."""
    return text.yuan(fen) if isinstance(fen, int) else ""


@register.filter
def amount(measured: Decimal | str | None) -> str:
    return text.amount(measured) if isinstance(measured, Decimal) else ""


@register.simple_tag
def due(moment: datetime | str | None, now: datetime) -> SafeString:
    """The waiting time as a tag whose colour and sign say whether it is late; nothing where nothing is due."""
    if not isinstance(moment, datetime):
        return mark_safe("")
    return format_html(
        '<span class="tag {}">{} <time datetime="{}">{}</time></span>',
        text.urgency(moment, now),
        icon("clock", "small"),
        timezone.localtime(moment).isoformat(),
        text.left(moment, now),
    )


@register.inclusion_tag("kit/_field.html")
def field(bound: BoundField, label: str = "") -> dict[str, Any]:
    """Label, hint, fault and widget of one form field, joined for screen readers."""
    widget = bound.field.widget
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        kind = "choices"
    elif isinstance(widget, CheckboxInput):
        kind = "tick"
    else:
        kind = "file" if isinstance(widget, FileInput) else "line"
    return {"field": bound, "kind": kind, "label": label or bound.label, "widget": described(bound, kind)}


def described(bound: BoundField, kind: str) -> str:
    """The widget, told which lines describe it."""
    lines = [f"{bound.auto_id}-hint"] if bound.help_text else []
    lines += [f"{bound.auto_id}-error"] if bound.errors else []
    attributes: dict[str, str | bool] = {"aria-describedby": " ".join(lines)} if lines else {}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return "" if kind == "choices" else bound.as_widget(attrs=attributes)


@register.inclusion_tag("kit/_errors.html")
def errors(form: Any) -> dict[str, Any]:
    """What is wrong with a form, above it, each fault a link to its field."""
    return {"form": form, "faulty": [bound for bound in form if bound.errors]}


class AnswerNode(template.Node):
    def __init__(self, answer: FilterExpression, act: NodeList) -> None:
        self.answer, self.act = answer, act

    def render(self, context: Context) -> SafeString:
        answer = self.answer.resolve(context)
        if answer:
            return self.act.render(context)
        sentence = getattr(answer, "sentence", "")
        if not sentence:
            return mark_safe("")
        return format_html('<p class="reason">{} <span>{}</span></p>', icon("about", "small"), sentence)


@register.tag
def answer(parser: Parser, token: Token) -> AnswerNode:
    """{% answer can_claim %}<button>…</button>{% endanswer %}: the button, or the reason in its place."""
    _, expression = token.split_contents()
    act = parser.parse(("endanswer",))
    parser.delete_first_token()
    return AnswerNode(parser.compile_filter(expression), act)


@register.inclusion_tag("kit/_tab.html", takes_context=True)
def tab(
    context: Context,
    route: str,
    picture: str,
    label: str,
    *places: str,
    also: str = "",
    count: int | None = None,
) -> dict[str, Any]:
    """One entry of the bottom bar or the rail, marked on the pages of its route and of those in `also`.

    A route that is not there shows nothing.
    """
    try:
        address = reverse(route, args=places)
    except NoReverseMatch:
        return {}
    here = str(context.get("here", ""))
    return {
        "address": address,
        "picture": picture,
        "label": label,
        "count": count,
        "current": here.startswith((route, *also.split())),
    }
