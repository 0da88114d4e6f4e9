"""What she was told: her list, the way from a line to its case, and how she wants to be told."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.cases.models import Case
from linli.kit.actor import Actor
from linli.kit.doors import door
from linli.notices.actions.connecting import choose
from linli.notices.actions.telling import open_all, open_notice
from linli.notices.forms import PreferenceForm, first_values
from linli.notices.models import Notice, Preference
from linli.notices.reads import notice_list


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@door("console")
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    found = notice_list(actor_of(request), timezone.now(), cursor=request.GET.get("after", ""))
    return render(request, "console/notices/notices.html", {"lines": found.lines, "page": found.page})


@door("console")
@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Opening it is reading it; the case follows, if it is still hers to see."""
    actor = actor_of(request)
    found = get_object_or_404(Notice.objects.visible_to(actor).list_of(actor), pk=pk)
    open_notice(found, by=actor, at=timezone.now())
    case = Case.objects.visible_to(actor).filter(pk=found.case_id or 0).first()
    return redirect("console:case", case.number) if case else redirect("console:notices")


@door("console")
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    open_all(by=actor_of(request), at=timezone.now())
    return redirect("console:notices")


@door("console")
@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    chosen = Preference.objects.visible_to(actor).filter(account=actor.account_id).first()
    form = PreferenceForm(request.POST or None, initial=first_values(chosen))
    if request.method == "POST" and form.is_valid():
        choose(**form.cleaned_data, by=actor, at=timezone.now())
        messages.success(request, _("From now on you are told like this."))
        return redirect("console:notices")
    status = 422 if request.method == "POST" else 200
    return render(request, "console/notices/wishes.html", {"form": form}, status=status)
