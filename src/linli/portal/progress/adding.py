"""A sentence more for a matter that goes on: with pictures, spoken or written, stopped by danger as the first words are."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.cases import pictures, sounds
from linli.cases.actions.intake import reply
from linli.kit.action import once
from linli.kit.answer import Refused
from linli.kit.doors import door
from linli.portal.keys import actor_of
from linli.portal.progress.danger import dangers_in
from linli.portal.progress.forms import AddForm
from linli.portal.progress.views import my_case_or_404, show, stopped
from linli.portal.raising.parcel import Parcel


@door("public")
@require_POST
def add(request: HttpRequest, number: str) -> HttpResponse:
    mine = my_case_or_404(request, number)
    form, status = AddForm(request.POST, request.FILES), 200
    if not form.is_valid():
        return show(request, mine, add=form)
    data, at = form.cleaned_data, timezone.now()
    try:
        parcel = packed_more(data)
        if dangers := dangers_in(request, mine, data["text"]):
            return stopped(request, mine, dangers, "add", add=form, parcel=parcel)
        key, by = str(data["key"]), actor_of(request)
        brought: dict[str, Any] = {"pictures": parcel.pictures, "sounds": parcel.sounds}
        once(key, reply, mine, data["text"], by=by, at=at, **brought)
    except Refused as refused:
        messages.error(request, str(refused.sentence))
        status = 422
    else:
        messages.success(request, _("Added. Whoever has the case reads it now."))
        return redirect("portal:case", number)
    return show(request, mine, status=status, add=form)


def packed_more(data: dict[str, Any]) -> Parcel:
    """Pictures and voice of this try with those of the one that danger stopped. Raises Refused."""
    before: Parcel = data["parcel"]
    fresh = pictures.clean_all(data["pictures"])
    spoken = (sounds.clean(data["voice"]),) if data["voice"] else before.sounds
    return Parcel((*before.pictures, *fresh)[: pictures.MOST_PICTURES], sounds=spoken)
