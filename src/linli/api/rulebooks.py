"""The rule book in force: by which names, steps and limits matters are handled here. Public."""

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Path, Router

from linli.api.answers_of_rulebooks import RuleBookAnswer
from linli.api.cases import OPEN
from linli.api.entry import Door
from linli.api.shapes import rulebook_answer
from linli.governance.models import Binding
from linli.governance.reads import rulebook_of

router = Router(tags=["rule books"])
Slug = Annotated[str, Path(pattern=r"^[-a-zA-Z0-9_]{1,50}$")]


@router.get("/rulebook/{slug}", response=RuleBookAnswer, auth=Door("public"), openapi_extra=OPEN)
def read_a_rule_book(request: HttpRequest, slug: Slug) -> dict[str, Any]:
    book = rulebook_of(slug)
    bound = Binding.objects.visible_to(request.actor).filter(slug=slug).first()  # type: ignore[attr-defined]
    if book is None or bound is None:
        raise Http404
    return rulebook_answer(book, bound.area_path)
