"""The ticked cases, or all of a filter: choose one step, see how far it is, read what was refused, take it back."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from linli.cases.actions.bulk import (
    AS_PROPOSED,
    MOST_CASES,
    VERBS,
    begin_bulk,
    can_undo_bulk,
    undo_lines,
)
from linli.cases.columns import in_order
from linli.cases.lists import cases_for
from linli.cases.models import BulkAct, Case
from linli.console.case.asking import new_key
from linli.console.cases.choices import posts, units
from linli.console.cases.pages import book_of, filter_form
from linli.console.cases.work import work_through
from linli.console.finding import actor_of
from linli.governance.model import RuleBook
from linli.kit.actor import Actor
from linli.kit.answer import Refused
from linli.kit.doors import door
from linli.kit.jobs import enqueue_once, path_of

AT_ONCE = 30
FROM_INBOX = "inbox"
MOST_SHOWN = 200
SECONDS_TO_LOOK_AGAIN = "2"


class BulkForm(forms.Form):
    """One step and its words. Which words a step needs is said by `NEEDS`."""

    verb = forms.ChoiceField(widget=forms.RadioSelect, label=gettext_lazy("What shall be done"))
    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False)
    holder = forms.ChoiceField(label=gettext_lazy("Who shall do it"), required=False)
    days = forms.IntegerField(label=gettext_lazy("More days"), required=False, min_value=1, max_value=365)
    reason = forms.CharField(label=gettext_lazy("Reason"), required=False, max_length=200)
    token = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=new_key)

    def __init__(self, data: Any, actor: Actor, book: RuleBook | None) -> None:
        super().__init__(data, auto_id="bulk-%s")
        named: Any = self.fields
        verbs = book.flow("request").verbs if book and "request" in book.flows else {}
        named["verb"].choices = [(key, verbs[key].name if key in verbs else key) for key in VERBS]
        named["category"].choices = [("", _("choose…")), *_categories(book)]
        named["holder"].choices = [
            (AS_PROPOSED, _("whom the duty list names for each")),
            (_("Units"), [(f"unit:{pk}", name) for pk, name in units(actor, "")]),
            (_("People by their posts"), [(f"post:{pk}", name) for pk, name in posts(actor, "")]),
        ]

    NEEDS = {"triage": ("category",), "dispatch": ("holder",), "offer": (), "extend": ("days", "reason")}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for name in self.NEEDS.get(data.get("verb", ""), ()):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, _("This step needs it."))
        return data

    @property
    def words(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.NEEDS[self.cleaned_data["verb"]]}


def _categories(book: RuleBook | None) -> list[tuple[str, Any]]:
    return [
        (top.name, [(top.code, top.name), *((sub.code, sub.name) for sub in top.subs)])
        for top in (book.categories if book else ())
    ]


def ticked(request: HttpRequest, actor: Actor) -> list[Case]:
    """Those that were ticked, or all of the list's filter, as far as she sees them; one more than may be done."""
    at, query = timezone.now(), request.POST.get("query", "")[:600]
    if "all" in request.POST:
        form = filter_form(actor, QueryDict(query), is_open=False)
        rows, order = in_order(cases_for(actor, form.filters, at), form.sorted_by)
        return list(rows.order_by(*order)[: MOST_CASES + 1])
    numbers = request.POST.getlist("case")[: MOST_CASES + 1]
    return list(Case.objects.visible_to(actor).filter(number__in=numbers).order_by("-raised_at", "-id"))


@door("console")
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """First which step, then done."""
    actor, at = actor_of(request), timezone.now()
    cases, query = ticked(request, actor), request.POST.get("query", "")[:600]
    if not cases:
        messages.error(request, _("Tick at least one case first."))
        return HttpResponseRedirect(reverse("console:cases") + (f"?{query}" if query else ""))
    form = BulkForm(request.POST if "verb" in request.POST else None, actor, book_of(actor))
    if not form.is_bound or not form.is_valid():
        return _asked(request, form, cases, query, 422 if form.is_bound else 200)
    data = form.cleaned_data
    try:
        act = begin_bulk(
            data["verb"], form.words, [case.pk for case in cases], data["token"], by=actor, at=at
        )
    except Refused as refused:
        form.add_error(None, str(refused.sentence))
        return _asked(request, form, cases, query, 409)
    return done_or_queued(act, len(cases), at)


def done_or_queued(act: BulkAct, number: int, at: datetime) -> HttpResponseRedirect:
    """A few at once, many by the worker; the page of the act says how far it is and takes it back."""
    if number <= AT_ONCE:
        work_through.func(act.pk)
    else:
        enqueue_once(work_through, f"{path_of(work_through)}:{act.pk}", at, act.pk)
    return HttpResponseRedirect(reverse("console:cases-bulk-state", args=[act.pk]))


def _asked(request: HttpRequest, form: BulkForm, cases: list[Case], query: str, status: int) -> HttpResponse:
    context = {
        "form": form,
        "cases": cases[:MOST_SHOWN],
        "number": len(cases),
        "too_many": len(cases) > MOST_CASES,
        "most": MOST_CASES,
        "all": "all" in request.POST,
        "query": query,
    }
    return render(request, "console/cases/bulk.html", context, status=status)


def _find(request: HttpRequest, pk: int) -> BulkAct:
    found: BulkAct = get_object_or_404(BulkAct.objects.visible_to(actor_of(request)), pk=pk)
    return found


@door("console")
@require_safe
def bulk_state(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is; what was done, what was refused and why."""
    act, actor = _find(request, pk), actor_of(request)
    verb = _verb_name(act, book_of(actor))
    lines = act.lines.select_related("case__holder_organisation", "case__holder_post__account").order_by(
        "-outcome", "id"
    )
    outcomes = list(act.lines.values_list("outcome", flat=True))
    context = {
        "act": act,
        "verb": verb,
        "lines": lines[:MOST_SHOWN],
        "numbers": {name: outcomes.count(name) for name in ("done", "refused", "undone", "stays", "")},
        "waiting": outcomes.count(""),
        "total": len(outcomes),
        "percent": 100 * (len(outcomes) - outcomes.count("")) // max(len(outcomes), 1),
        "may_undo": can_undo_bulk(actor, act, timezone.now()),
        "from_inbox": act.words.get("from") == FROM_INBOX,
    }
    response = render(request, "console/cases/bulk_state.html", context)
    if act.ended_at is None:
        response.headers["Refresh"] = SECONDS_TO_LOOK_AGAIN
    return response


def _verb_name(act: BulkAct, book: RuleBook | None) -> str:
    verb = book.flow("request").verb(act.verb) if book and "request" in book.flows else None
    return verb.name if verb else act.verb


@door("console")
@require_POST
def bulk_undo(request: HttpRequest, pk: int) -> HttpResponse:
    act, actor = _find(request, pk), actor_of(request)
    try:
        undo_lines(act, by=actor, at=timezone.now())
        messages.success(request, _("Taken back."))
    except Refused as refused:
        messages.error(request, str(refused.sentence))
    return HttpResponseRedirect(reverse("console:cases-bulk-state", args=[act.pk]))
