"""A project from behind: its plan, what was counted, who gives what, and its ledger."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.cases.models import Case
from linli.console.finding import actor_of, find_case
from linli.console.projects.choices import choices_for
from linli.console.projects.forms import STEPS, StepForm
from linli.console.projects.page import Project, project_of
from linli.kit.action import KeyReused, Stale
from linli.kit.answer import Refused
from linli.kit.doors import door
from linli.kit.text import local_day

UNPROCESSABLE, CONFLICT = 422, 409


@door("staff")
@require_safe
def project(request: HttpRequest, number: str) -> HttpResponse:
    return respond(request, find_case(request, number))


@door("staff")
@require_POST
def take(request: HttpRequest, number: str, step: str) -> HttpResponse:
    return sent(request, find_case(request, number), step, None)


@door("staff")
@require_POST
def take_with(request: HttpRequest, number: str, step: str, target: int) -> HttpResponse:
    """A step about one row of this case: a milestone, a promise, a line."""
    return sent(request, find_case(request, number), step, target)


def sent(request: HttpRequest, case: Case, step: str, target: int | None) -> HttpResponse:
    """Do it and go on; a refused form comes back with all that was typed."""
    shape, at = STEPS.get(step), timezone.now()
    if shape is None or (shape.of is None) != (target is None):
        raise Http404
    row = get_object_or_404(shape.of, case=case, pk=target) if shape.of else None
    plan = project_of(case, actor_of(request), at).plan
    form = shape(request.POST, case=case, choices=choices_for(case, plan, local_day(at)), target=row)
    if not form.is_valid():
        return respond(request, case, form, UNPROCESSABLE)
    try:
        form.act(by=actor_of(request), at=at)
    except Refused as refused:
        form.add_error(None, str(refused.sentence))
        return respond(request, case, form, CONFLICT)
    except (Stale, KeyReused):
        form.add_error(None, again())
        return respond(request, case, form, CONFLICT)
    messages.success(request, str(form.done))
    return HttpResponseRedirect(f"{reverse('console:project', args=[case.number])}#{step}")


def again() -> str:
    return _("Somebody changed this meanwhile. Please look once more and send it again.")


def respond(
    request: HttpRequest, case: Case, form: StepForm | None = None, status: int = 200
) -> HttpResponse:
    at, actor = timezone.now(), actor_of(request)
    shown: Project = project_of(case, actor, at, cursor=request.GET.get("after", ""))
    choices = choices_for(case, shown.plan, local_day(at))
    forms = {step: shape(None, case=case, choices=choices) for step, shape in STEPS.items() if not shape.of}
    if form is not None and form.target is None:
        forms[form.step] = form
    context: dict[str, Any] = {
        "case": case,
        "project": shown,
        "forms": {step.replace("-", "_"): one for step, one in forms.items()},
        "failed": form,
        "now": at,
        "today": local_day(at),
        "rows": shown.rows_with(form, choices),
    }
    return render(request, "console/projects/project.html", context, status=status)
