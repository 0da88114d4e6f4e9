"""One case: what to do, what was said, where it is, until when and why; and each act on it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.cases.actions.intake import reply as write_reply
from linli.cases.ladder import meeting_words
from linli.cases.lists import out_of_pool
from linli.cases.models import Case, Objection
from linli.cases.reads import CasePage, case_page
from linli.cases.reads_of_danger import danger_said_later
from linli.cases.reads_of_rows import case_numbered
from linli.cases.reads_of_whistles import whistle_page
from linli.cases.returning import returns_among
from linli.cases.rules import can_reply
from linli.cases.verbs import ACTIONS, ASIDES
from linli.field.case.forms import (
    AnswerForm,
    CheckForm,
    ContestForm,
    MoreTimeForm,
    ReasonForm,
    ReplyForm,
    UrgeAnswerForm,
)
from linli.field.forms import KeyedForm, PictureForm
from linli.field.rows import ONE_TAP, NextAct, act_named
from linli.kit.action import KeyReused, Stale, once
from linli.kit.actor import Actor
from linli.kit.answer import Refused
from linli.kit.doors import door
from linli.kit.middleware import problem
from linli.places.explain import explained


@dataclass(frozen=True)
class Told:
    """An act that needs words first."""

    form: Any
    icon: str


TOLD = {
    "answer": Told(AnswerForm, "check"),
    "suspend": Told(ReasonForm, "pause"),
    "release": Told(ReasonForm, "undo"),
    "report_check": Told(CheckForm, "eye"),
    "answer_urge": Told(UrgeAnswerForm, "send"),
    "ask_extension": Told(MoreTimeForm, "clock"),
    "contest": Told(ContestForm, "question"),
}


LEAVING = frozenset({"answer", "release", "report_check"})  # after these it is no longer in her hands


def find(request: HttpRequest, number: str) -> Case:
    found = case_numbered(request.actor, number)  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


@door("field")
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    return show(request, find(request, number))


def show(request: HttpRequest, found: Case, *, status: int = 200, **more: Any) -> HttpResponse:
    """`more` may bring the refusal of an act, or the reply form with its faults."""
    page = case_page(found, request.actor)  # type: ignore[attr-defined]
    possible = (*page.possible, *page.asides)
    acts = [act_named(found, act.verb) for act in possible if act.key in {*ONE_TAP, *TOLD}]
    main = main_act(acts)
    context = {
        "page": page,
        "case": found,
        "main": main,
        "acts": [act for act in acts if act != main],
        "to_look": page.open_check if main and main.verb.key == "report_check" else None,
        "deadlines": [(deadline, explained(deadline.due)) for deadline in page.deadlines],
        "danger": danger_said_later(page),
        "meeting": meeting_words(found),
        "whistles": [whistle_page(one, request.actor) for one in page.whistles if one.is_open],  # type: ignore[attr-defined]
        "returns": returns_among([found]).get(found.pk),
        "decided": decided_objection(page, request.actor),  # type: ignore[attr-defined]
        "reason": "" if main else reason_for_nothing(page),
        "reply": ReplyForm(),
        "can_reply": can_reply(request.actor, found),  # type: ignore[attr-defined]
        **more,
    }
    return render(request, "field/case/case.html", context, status=status)


def decided_objection(page: CasePage, actor: Actor) -> Objection | None:
    """The last "not ours" of this worker or her unit that somebody has ruled on, as long as the case is here."""
    if page.objection is not None or not any(event.verb == "contest" for event in page.events):
        return None
    rows = Objection.objects.visible_to(actor).filter(case=page.case).exclude(outcome="")
    found: Objection | None = rows.order_by("-decided_at").first()
    return found


def main_act(acts: list[NextAct]) -> NextAct | None:
    order = ("report_check", *ONE_TAP, "answer")
    ranked = sorted((order.index(act.verb.key), i) for i, act in enumerate(acts) if act.verb.key in order)
    return acts[ranked[0][1]] if ranked else None


def reason_for_nothing(page: CasePage) -> Any:
    """Why the worker can do nothing now: the rule's own sentence about the next step of the chain."""
    steps = {*ONE_TAP, *TOLD} - {"report_check"}
    return next((act.answer.sentence for act in page.acts if act.key in steps), "")


@door("field")
@require_POST
def tap(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Done by one tap. Whoever comes too late reads on the case's page who was faster."""
    found, form = find_for(verb, request, number), KeyedForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        ACTIONS[verb](found, by=request.actor, at=timezone.now(), key=form.cleaned_data["key"])  # type: ignore[attr-defined]
    except Refused as refused:
        return show_refusal(request, number, refused)
    return done(request, found, verb)


def find_for(verb: str, request: HttpRequest, number: str) -> Case:
    """Whoever claims a moment too late no longer sees the case, but shall read who has it."""
    try:
        return find(request, number)
    except Http404:
        lost = out_of_pool(request.actor, number) if verb == "claim" else None  # type: ignore[attr-defined]
        if lost is None:
            raise
        return lost


def show_refusal(request: HttpRequest, number: str, refused: Refused) -> HttpResponse:
    """On the page of the case, or, when it is out of this worker's sight by now, on a page of its own."""
    try:
        found = find(request, number)
    except Http404:
        return problem(request, 409, str(refused.sentence))
    return show(request, found, status=409, refused=refused.sentence)


def done(request: HttpRequest, found: Case, verb: str) -> HttpResponse:
    step = found.flow.verb(verb)
    messages.success(request, f"{step.step_name or step.name if step else verb} · {found.title}")
    return redirect("field:today" if verb in LEAVING else "field:case", *here(found, verb))


def here(found: Case, verb: str) -> tuple[str, ...]:
    return () if verb in LEAVING else (found.number,)


@door("field")
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Ask for the words that an act needs, and do it. What was typed stays when it is refused."""
    found, told = find(request, number), TOLD[verb]
    if request.method != "POST":
        return show_form(request, found, verb, told.form(case=found))
    form = told.form(request.POST, request.FILES, case=found)
    words = words_of(form)
    if form.is_valid() and acted(form, verb, found, words, request):
        return done(request, found, verb)
    return show_form(request, find(request, number), verb, form, status=409 if form.is_bound else 200)


def words_of(form: KeyedForm) -> dict[str, Any]:
    gathered = {"pictures": form.gathered()} if isinstance(form, PictureForm) else {}
    words = {**(given_in(form) if form.is_valid() else {}), **gathered}
    return {name: value for name, value in words.items() if name not in {"key", "kept"}}


def given_in(form: KeyedForm) -> dict[str, Any]:
    return form.told if isinstance(form, ContestForm) else form.cleaned_data


def acted(form: KeyedForm, verb: str, found: Case, words: dict[str, Any], request: HttpRequest) -> bool:
    try:
        act = ACTIONS.get(verb) or ASIDES[verb]
        act(found, **words, by=request.actor, at=timezone.now(), key=form.cleaned_data["key"])  # type: ignore[attr-defined]
    except Refused as refused:
        form.add_error(None, str(refused.sentence))
    except Stale as stale:
        form.data = {**form.data.dict(), "version": stale.current.version}  # type: ignore[attr-defined]
        form.add_error(None, _("Somebody changed this case meanwhile. Look at it below, then send again."))
    except KeyReused:
        form.add_error(
            None, _("This was sent already, with other words. Please start again with an empty form.")
        )
    else:
        return True
    return False


def show_form(
    request: HttpRequest, found: Case, verb: str, form: KeyedForm, *, status: int = 200
) -> HttpResponse:
    page = case_page(found, request.actor)  # type: ignore[attr-defined]
    act = next((act for act in (*page.acts, *page.asides) if act.key == verb), None)
    name = found.flow.verb(verb) or (act.verb if act else None)
    context = {"page": page, "case": found, "form": form, "act": act, "verb": name, "icon": TOLD[verb].icon}
    return render(request, "field/case/tell.html", context, status=status)


@door("field")
@require_POST
def reply(request: HttpRequest, number: str) -> HttpResponse:
    found, form = find(request, number), ReplyForm(request.POST)
    if form.is_valid():
        try:
            once(
                form.cleaned_data["key"],
                write_reply,
                found,
                form.cleaned_data["text"],
                by=request.actor,  # type: ignore[attr-defined]
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused.sentence))
        else:
            messages.success(request, _("Sent to the resident."))
            return redirect("field:case", number)
    return show(request, find(request, number), status=409, reply=form)
