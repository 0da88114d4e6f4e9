"""Drawing form fields quickly: a list of four hundred grids is built in one go, not by a template for each line."""

from typing import Any, cast

from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

SELECT = "django/forms/widgets/select.html"


class Renderer(DjangoTemplates):
    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> SafeString:
        if template_name == SELECT:
            return select(context["widget"])
        return cast(SafeString, super().render(template_name, context, request))


def select(widget: dict[str, Any]) -> SafeString:
    """The same as Django's template of this name."""
    attributes = flatatt({name: value for name, value in widget["attrs"].items() if value is not False})
    groups = (group(label, options) for label, options, _index in widget["optgroups"])
    return format_html(
        '<select name="{}"{}>{}</select>', widget["name"], attributes, format_html_join("", "{}", zip(groups))
    )


def group(label: Any, options: list[dict[str, Any]]) -> SafeString:
    lines = format_html_join("", '<option value="{}"{}>{}</option>', map(option, options))
    return lines if label is None else format_html('<optgroup label="{}">{}</optgroup>', label, lines)


def option(one: dict[str, Any]) -> tuple[Any, SafeString, Any]:
    attributes = {name: value for name, value in one["attrs"].items() if value is not False}
    return ("" if one["value"] is None else one["value"], flatatt(attributes), one["label"])
