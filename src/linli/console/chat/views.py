"""A chat is pasted as it is; what is in it is found, ticked and written down."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.cases.models import Case
from linli.cases.pasted import Paste, PasteForm, pasted, raise_ticked
from linli.console.cases.choices import areas_of
from linli.console.finding import actor_of
from linli.governance.reads import rulebook_for
from linli.kit.answer import Refused
from linli.kit.doors import door


@door("desk")
@require_http_methods(["GET", "HEAD", "POST"])
def chat(request: HttpRequest) -> HttpResponse:
    areas, at = areas_of(actor_of(request)), timezone.now()
    form = PasteForm(request.POST or None, areas=areas)
    if request.method != "POST" or not form.is_valid():
        return show(request, form, form, None, 422 if form.is_bound else 200)
    book = rulebook_for(form.place.path)
    if book is None:
        raise Refused(_("No rule book holds where you serve. Ask who runs this installation to publish one."))
    paste = pasted(form, book, request.POST, at)
    done = True
    if "raise" in request.POST:
        done = raise_ticked(paste, form.areas, by=actor_of(request), at=at)
    fresh = PasteForm(areas=areas, initial={"area": form.cleaned_data["area"]})
    return show(request, form, fresh, paste, 200 if done else 409)


def show(
    request: HttpRequest, form: PasteForm, fresh: PasteForm, paste: Paste | None, status: int
) -> HttpResponse:
    known = [offer.known.pk for offer in paste.offers if offer.known] if paste else []
    context = {
        "form": form,
        "fresh": fresh,
        "paste": paste,
        "seen": set(
            Case.objects.visible_to(actor_of(request)).filter(pk__in=known).values_list("pk", flat=True)
        ),
        "case_route": "console:case",
        "now": timezone.now(),
    }
    return render(request, "console/chat/chat.html", context, status=status)
