"""Other systems and chat groups that are told what happens here, and what did not arrive."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.console.case.asking import once
from linli.console.connections.forms import EVENTS, JoiningForm, RobotForm, WebhookForm
from linli.console.finding import actor_of
from linli.kit.answer import Refused
from linli.kit.doors import door
from linli.notices.actions.connecting import (
    join_robot,
    make_webhook,
    stop_robot,
    stop_webhook,
    test_robot,
    test_webhook,
)
from linli.notices.actions.sending import send_again
from linli.notices.jobs import ask_to_send
from linli.notices.models import Delivery, Notice, Robot, Webhook
from linli.notices.reads_of_inbox import connections, deliveries_of


@door("rulebook")
@require_safe
def connections_page(request: HttpRequest) -> HttpResponse:
    found = connections(actor_of(request))
    return render(request, "console/connections/connections.html", {"found": found})


@door("rulebook")
@require_http_methods(["GET", "HEAD", "POST"])
def new_webhook(request: HttpRequest) -> HttpResponse:
    form = WebhookForm(request.POST or None, actor=actor_of(request))
    hook = joined(request, form, make_webhook)
    if hook is not None:
        return redirect("console:connections-webhook", hook.pk)
    return show(request, form, _("New webhook"))


@door("rulebook")
@require_http_methods(["GET", "HEAD", "POST"])
def new_robot(request: HttpRequest) -> HttpResponse:
    form = RobotForm(request.POST or None, actor=actor_of(request))
    if joined(request, form, join_robot) is not None:
        return redirect("console:connections")
    return show(request, form, _("New chat group"))


def joined(request: HttpRequest, form: JoiningForm, act: Any) -> Any:
    """What was made of the form; None where nothing was, and then the form says why."""
    if request.method != "POST" or not form.is_valid():
        return None
    sent = {name: value for name, value in form.cleaned_data.items() if name not in {"key", "area"}}
    area, key = form.cleaned_data["area"], form.cleaned_data["key"]
    try:
        return act(area, **sent, by=actor_of(request), at=timezone.now(), **once(key))
    except Refused as refused:
        form.add_error(None, str(refused.sentence))
        return None


def show(request: HttpRequest, form: JoiningForm, title: str) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "console/connections/new.html", {"form": form, "title": title}, status=status)


@door("rulebook")
@require_safe
def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    hook = get_object_or_404(Webhook.objects.visible_to(actor_of(request)).select_related("area"), pk=pk)
    events = [EVENTS[name] for name in hook.events if name in EVENTS]
    context = {
        "hook": hook,
        "events": events,
        "secret": hook.secret.open(),
        "deliveries": deliveries_of(hook),
    }
    return render(request, "console/connections/webhook.html", context)


@door("rulebook")
@require_POST
def try_webhook(request: HttpRequest, pk: int) -> HttpResponse:
    hook = get_object_or_404(Webhook.objects.visible_to(actor_of(request)), pk=pk)
    ask_to_send(test_webhook(hook, by=actor_of(request), at=timezone.now()))
    messages.success(request, _("A test is on its way. Look again in a moment."))
    return redirect("console:connections-webhook", hook.pk)


@door("rulebook")
@require_POST
def end_webhook(request: HttpRequest, pk: int) -> HttpResponse:
    hook = get_object_or_404(Webhook.objects.visible_to(actor_of(request)), pk=pk)
    stop_webhook(hook, by=actor_of(request), at=timezone.now())
    return redirect("console:connections")


@door("rulebook")
@require_POST
def try_robot(request: HttpRequest, pk: int) -> HttpResponse:
    robot = get_object_or_404(Robot.objects.visible_to(actor_of(request)), pk=pk)
    ask_to_send(test_robot(robot, by=actor_of(request), at=timezone.now()))
    messages.success(request, _("A test is on its way. Look again in a moment."))
    return redirect("console:connections")


@door("rulebook")
@require_POST
def end_robot(request: HttpRequest, pk: int) -> HttpResponse:
    robot = get_object_or_404(Robot.objects.visible_to(actor_of(request)), pk=pk)
    stop_robot(robot, by=actor_of(request), at=timezone.now())
    return redirect("console:connections")


@door("rulebook")
@require_POST
def deliver_again(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Delivery.objects.visible_to(actor_of(request)).select_related("webhook"), pk=pk)
    ask_to_send(send_again(row, by=actor_of(request), at=timezone.now()))
    return redirect("console:connections-webhook", row.webhook_id)


@door("rulebook")
@require_POST
def tell_again(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Notice.objects.visible_to(actor_of(request)), pk=pk)
    ask_to_send(send_again(row, by=actor_of(request), at=timezone.now()))
    return redirect("console:connections")
