"""What this device has opened, how it shows pages, and what is kept about its reader."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.kit.doors import door
from linli.portal import keys
from linli.portal.locality import locality_or_404


@door("public")
@require_safe
def mine(request: HttpRequest, slug: str) -> HttpResponse:
    locality = locality_or_404(slug)
    return render(request, "portal/mine/mine.html", {"locality": locality, "mine": keys.my_rows(request)})


@door("public")
@require_POST
def forget(request: HttpRequest, slug: str) -> HttpResponse:
    """On a borrowed telephone: nothing of what was opened stays open."""
    keys.forget_all(request)
    messages.success(
        request, _("This device has forgotten your cases. With number and code you can open them again.")
    )
    return redirect("portal:mine", locality_or_404(slug).slug)
