"""The receipt to hand over: on the screen, and as a paper of a small size."""

import io
from datetime import datetime, timedelta
from typing import Any

import segno
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.cases.models import Case
from linli.cases.receipts import code_for
from linli.console.desk.spoken import spelled
from linli.console.finding import find_case
from linli.kit.addresses import origin_of
from linli.kit.doors import door
from linli.kit.papers.press import picture_code, printed
from linli.kit.text import daytime

FRESH = "desk_receipts"  # in the session: number → when it was written down here
SHOWN_FOR = timedelta(minutes=30)
SIZES = ("a6", "a5")


def keep_fresh(request: HttpRequest, case: Case, at: datetime) -> None:
    request.session[FRESH] = {**request.session.get(FRESH, {}), case.number: at.isoformat()}


def fresh_case(request: HttpRequest, number: str) -> Case:
    """For half an hour, to whoever wrote the case down, and never again."""
    case = find_case(request, number)
    written = request.session.get(FRESH, {}).get(case.number)
    if written is None or timezone.now() - datetime.fromisoformat(written) >= SHOWN_FOR:
        raise Http404
    return case


@door("desk")
@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Number, code and QR, and both spelled in groups to be read out on the telephone."""
    case = fresh_case(request, number)
    code = code_for(case)
    context = {
        "case": case,
        "code": code,
        "qr": drawn(address_of(request, case, code)),
        "number_aloud": spelled(case.number),
        "code_aloud": spelled(code),
        "sizes": SIZES,
        "now": timezone.now(),
    }
    return render(request, "console/desk/receipt.html", context)


@door("desk")
@require_safe
def slip(request: HttpRequest, number: str, size: str) -> FileResponse:
    """The same on a sheet of A6 or A5, for the printer of the desk."""
    case, at = fresh_case(request, number), timezone.now()
    if size not in SIZES:
        raise Http404
    code = code_for(case)
    told = words_of(case, code, at) | {"size": size, "drawing": picture_code(address_of(request, case, code))}
    language = (get_language() or "zh").partition("-")[0]
    pdf = printed("console/desk/slip.typ", told, title=told["heading"], at=at, language=language)
    response = FileResponse(io.BytesIO(pdf), filename=f"{case.number}.pdf", content_type="application/pdf")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def words_of(case: Case, code: str, at: datetime) -> dict[str, Any]:
    book = case.rulebook
    due = _("You hear from us by %(when)s.") % {"when": daytime(case.due_at, at)} if case.due_at else ""
    places = [daytime(case.raised_at, at), case.area.name, case.place_words]
    return {
        "brand": f"{book.word('brand')} · {book.name}",
        "heading": _("Receipt"),
        "number-label": _("Number"),
        "number": case.number,
        "code-label": _("Code"),
        "code": code,
        "alt": _("Opens this case"),
        "when-where": " · ".join(filter(None, places)),
        "words": case.words.text,
        "next": due,
        "how": _("Read the picture with your telephone, or ask at the desk with number and code."),
        "warning": _("Whoever has this paper can read the case. Keep it safe."),
        "telephone": book.word("telephone"),
    }


def address_of(request: HttpRequest, case: Case, code: str) -> str:
    """The code stands behind "#", which browsers never send, so no log keeps it."""
    return origin_of(request) + reverse("portal:case", args=[case.number]) + f"#{code}"


def drawn(address: str) -> SafeString:
    drawing = segno.make(address, error="m")
    return mark_safe(drawing.svg_inline(omitsize=True, border=2, title=_("Opens this case")))  # noqa: S308
