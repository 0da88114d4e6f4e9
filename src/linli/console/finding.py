"""How the console reaches a case: through what its reader may see, by number; anything else is not there."""

from django.http import Http404, HttpRequest

from linli.cases.models import Case
from linli.cases.reads_of_rows import case_numbered
from linli.kit.actor import Actor


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def find_case(request: HttpRequest, number: str) -> Case:
    """The case with all that its page shows. Raises Http404 for one that lies outside the reader's posts."""
    found = case_numbered(actor_of(request), number)
    if found is None:
        raise Http404
    return found


def asks_for_part(request: HttpRequest) -> bool:
    """Whether htmx wants only the part that it will swap in."""
    return request.headers.get("HX-Request-Type") == "partial"
