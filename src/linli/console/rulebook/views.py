"""The rule book in plain words, a check for new files, and the editions."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.console.case.asking import new_key, once
from linli.console.finding import actor_of
from linli.console.rulebook.forms import FileForm
from linli.console.rulebook.pages import changes, page_of_book, with_states
from linli.governance.actions.editions import (
    call_off_edition,
    can_call_off_edition,
    can_publish_edition,
    publish_edition,
)
from linli.governance.check import Report, Unsound, check
from linli.governance.models import Binding, Edition
from linli.governance.reads import rulebook_of, waiting_edition
from linli.kit.answer import Refused
from linli.kit.doors import door
from linli.kit.paths import lineage
from linli.kit.text import day


def bindings(request: HttpRequest) -> list[Binding]:
    """Where rule books hold for this reader: at, above and below the places she serves. One query."""
    paths = [post.area_path for post in actor_of(request).posts]
    above = {path for own in paths for path in lineage(own)}
    rows = Binding.objects.visible_to(actor_of(request)).select_related("area").order_by("area_path")
    return [one for one in rows if one.area_path in above or any(one.area_path.startswith(p) for p in paths)]


def chosen(request: HttpRequest, found: list[Binding]) -> Binding | None:
    wanted = request.GET.get("place", "")
    if wanted:
        return next((one for one in found if one.slug == wanted), None)
    own = {path for post in actor_of(request).posts for path in lineage(post.area_path)}
    return next((one for one in reversed(found) if one.area_path in own), None) or next(iter(found), None)


@door("console")
@require_safe
def rulebook(request: HttpRequest) -> HttpResponse:
    found = bindings(request)
    bound = chosen(request, found)
    book = rulebook_of(bound.slug) if bound else None
    if found and (bound is None or book is None):
        raise Http404
    at, actor = timezone.now(), actor_of(request)
    waiting = waiting_edition(bound.slug, at) if bound else None
    context = {
        "bindings": found,
        "bound": bound,
        "page": page_of_book(book, bound, timezone.localdate()) if book and bound else None,
        "waiting": waiting,
        "may_call_off": can_call_off_edition(actor, waiting, bound.area_path, at)
        if waiting and bound
        else None,
        "may_publish": can_publish_edition(actor, bound.area_path if bound else None),
    }
    return render(request, "console/rulebook/rulebook.html", context)


@door("console")
@require_http_methods(["GET", "HEAD", "POST"])
def checked(request: HttpRequest) -> HttpResponse:
    """Check a file. Nothing changes; what was typed or sent stays on the page."""
    form = FileForm(request.POST or None, request.FILES or None)
    report = check(form.content) if request.method == "POST" and form.is_valid() else None
    return show_check(request, form, report, 422 if form.errors else 200)


def show_check(
    request: HttpRequest, form: FileForm, report: Report | None, status: int = 200
) -> HttpResponse:
    text = form.text if form.is_bound and form.is_valid() else ""
    context = {
        "form": form.again(text) if text else form,
        "report": report,
        "lines": text.splitlines(),
        "changes": changes_to_current(report, text),
        "may_publish": actor_of(request).has_right("rulebook"),
    }
    return render(request, "console/rulebook/check.html", context, status=status)


def changes_to_current(report: Report | None, text: str) -> Any:
    book = report.book if report else None
    if book is None:
        return ()
    current = Edition.objects.of(book.slug).effective(timezone.now()).first()
    return changes(current.text, text) if current else ()


@door("rulebook")
@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """Put the checked text in force as the next edition."""
    form = FileForm(request.POST or None)
    if not form.is_valid():
        return show_check(request, form, None, 422)
    try:
        edition = publish_edition(
            form.text,
            effective_on=form.cleaned_data["effective_on"],
            by=actor_of(request),
            at=timezone.now(),
            **once(form.cleaned_data["key"] or new_key()),
        )
    except Unsound:
        return show_check(request, form, check(form.text), 422)
    except Refused as refused:
        form.add_error(None, str(refused.sentence))
        return show_check(request, form, check(form.text), 409)
    messages.success(request, outcome_of(edition))
    return HttpResponseRedirect(f"{reverse('console:rulebook')}?place={edition.slug}")


def outcome_of(edition: Edition) -> str:
    if edition.called_off is not None:
        return called_off_words(edition)
    begins = edition.effective_at
    if begins is None or not edition.waits(timezone.now()):
        return _("Edition %(number)s is in force.") % {"number": edition.number}
    facts = {"number": edition.number, "day": day(begins, timezone.now())}
    return _("Edition %(number)s takes effect on %(day)s. Cases that begin before keep their own.") % facts


def called_off_words(edition: Edition) -> str:
    return _("Edition %(number)s was called off and will not take effect.") % {"number": edition.number}


@door("rulebook")
@require_POST
def call_off(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    actor = actor_of(request)
    found = get_object_or_404(Edition.objects.visible_to(actor), slug=slug, number=number)
    try:
        call_off_edition(found, by=actor, at=timezone.now())
        messages.success(request, called_off_words(found))
    except Refused as refused:
        messages.error(request, str(refused.sentence))
    return HttpResponseRedirect(reverse("console:rulebook-edition", args=[slug, number]))


@door("console")
@require_safe
def editions(request: HttpRequest, slug: str) -> HttpResponse:
    shown = Edition.objects.visible_to(actor_of(request)).filter(slug=slug).select_related("call_off")
    rows = list(shown.order_by("-number"))
    if not rows:
        raise Http404
    context = {"slug": slug, "editions": list(with_states(rows, timezone.now()))}
    return render(request, "console/rulebook/editions.html", context)


@door("console")
@require_safe
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The text of one edition, and what it changed against the one before."""
    actor, at = actor_of(request), timezone.now()
    rows = Edition.objects.visible_to(actor).filter(slug=slug)
    found = get_object_or_404(rows.select_related("call_off"), number=number)
    bound = Binding.objects.visible_to(actor).filter(slug=slug).first() if found.waits(at) else None
    before = rows.filter(number=number - 1).first()
    context = {
        "slug": slug,
        "edition": found,
        "before": before,
        "changes": changes(before.text, found.text) if before else (),
        "lines": found.text.splitlines(),
        "waits": found.waits(at),
        "may_call_off": can_call_off_edition(actor, found, bound.area_path if bound else None, at),
    }
    return render(request, "console/rulebook/edition.html", context)
