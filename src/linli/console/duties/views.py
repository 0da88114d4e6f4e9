"""The duty list: who answers for what; where nobody holds the post that it names; where two lines speak of one matter."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from linli.console.cases.pages import book_of
from linli.console.finding import actor_of
from linli.governance.duty_list import duty_list, overlaps
from linli.governance.vacancies import gaps, vacancies
from linli.kit.actor import Actor
from linli.kit.doors import door, may_pass
from linli.people.models import Absence
from linli.people.reads import office_and_role
from linli.people.reads_of_absences import absences_near

MOST_SHOWN = 40  # areas named for one role


@door("console")
@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    book = book_of(actor)
    entries = duty_list(book) if book else ()
    found = vacancies(book, entries, widest(actor), timezone.localdate()) if book and entries else ()
    context = {
        "book": book,
        "entries": entries,
        "overlaps": overlaps(book) if book else (),
        "gaps": gaps(found),
        "number": len(found),
        "away": [(one, office_and_role(one.post)) for one in absences_near(actor, timezone.localdate())],
        "unattended": set(
            Absence.objects.visible_to(actor).unattended(timezone.localdate()).values_list("pk", flat=True)
        ),
        "most": MOST_SHOWN,
        "keeps_people": may_pass("people", actor),
        "keeps_rules": may_pass("rulebook", actor),
    }
    return render(request, "console/duties/duties.html", context)


def widest(actor: Actor) -> str:
    """The area of the post that reaches furthest."""
    return min((post.area_path for post in actor.posts), key=len, default="")
