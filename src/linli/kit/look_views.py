"""The switches for large letters, dark and language, and the page that shows every element."""

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from linli.kit import sample
from linli.kit.context import COOKIE, Look
from linli.kit.doors import door

YEAR = 365 * 24 * 3600


@door("public")
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Keep what the reader chose for a year, and lead back to the page where it was chosen."""
    response = HttpResponseRedirect(page_before(request))
    before = Look.read(request.COOKIES.get(COOKIE, ""))
    look = chosen(before, request.POST.get("size", ""), request.POST.get("shade", ""))
    keep(response, COOKIE, look.write(), secure=request.is_secure())
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        keep(response, settings.LANGUAGE_COOKIE_NAME, language, secure=request.is_secure())
    return response


def chosen(look: Look, size: str, shade: str) -> Look:
    if size in {"elder", "usual"}:
        look = replace(look, elder=size == "elder")
    if shade in {"dark", "light", "device"}:
        look = replace(look, dark=shade == "dark", light=shade == "light")
    return look


def keep(response: HttpResponse, name: str, value: str, *, secure: bool) -> None:
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", httponly=True, secure=secure)


def page_before(request: HttpRequest) -> str:
    page = request.POST.get("next", "")
    return page if url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure()) else "/"


@door("public")
@require_safe
def elements(request: HttpRequest) -> HttpResponse:
    return render(request, "kit/look.html", sample.everything())
