"""Drawing form fields quickly: a list of four hundred grids is built in one go, not by a template for each line."""

from html import escape
from typing import Any, cast

from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.utils.safestring import SafeString, mark_safe

SELECT = "django/forms/widgets/select.html"


class Renderer(DjangoTemplates):
    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> SafeString:
        if template_name == SELECT:
            return select(context["widget"])
        return cast(SafeString, super().render(template_name, context, request))


def select(widget: dict[str, Any]) -> SafeString:
    """The same as Django's template of this name. Whatever comes in is escaped here."""
    lines = "".join(group(label, options) for label, options, _index in widget["optgroups"])
    opening = f'<select name="{plain(widget["name"])}"{attributes(widget["attrs"])}>'
    return mark_safe(f"{opening}{lines}</select>")  # noqa: S308


def group(label: Any, options: list[dict[str, Any]]) -> str:
    lines = "".join(map(option, options))
    return lines if label is None else f'<optgroup label="{plain(label)}">{lines}</optgroup>'


def option(one: dict[str, Any]) -> str:
    value = "" if one["value"] is None else plain(one["value"])
    return f'<option value="{value}"{attributes(one["attrs"])}>{plain(one["label"])}</option>'


def attributes(given: dict[str, Any]) -> str:
    return flatatt({name: value for name, value in given.items() if value is not False}) if given else ""


def plain(text: Any) -> str:
    """Escaped unless it is marked as safe already, as templates do."""
    return str(text.__html__()) if hasattr(text, "__html__") else escape(str(text))
