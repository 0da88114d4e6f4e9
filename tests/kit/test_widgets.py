from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from linli.kit.widgets import Renderer

CHOICES: list[Any] = [
    ("", "全部"),
    ("a<b", "一 & 二"),
    ("群", [("1", "第一村"), ("2", "第二村")]),
    (None, "没有"),
    (7, "七"),
]


@pytest.mark.parametrize("value", ["", "2", "a<b", "7", None, ["1", "2"]])
@pytest.mark.parametrize("attrs", [{}, {"id": "x", "required": True, "data-y": '"'}, {"disabled": False}])
@pytest.mark.parametrize("kind", [forms.Select, forms.SelectMultiple])
def test_a_list_is_drawn_as_django_draws_it(value: Any, attrs: dict[str, Any], kind: Any) -> None:
    quick, usual = (
        kind(choices=CHOICES).render("area", value, attrs, renderer)
        for renderer in (Renderer(), DjangoTemplates())
    )
    assert parse_html(quick) == parse_html(usual)
