"""What came of cases: reviewed text without identities. Public."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from linli.api.answers import PublicationsPage
from linli.api.bodies import AreaPath, Code
from linli.api.cases import OPEN
from linli.api.entry import Door
from linli.api.shapes import publication_answer
from linli.cases.models import Publication
from linli.kit.paging import page_of

router = Router(tags=["published"])


class PublishedQuery(Schema):
    area: AreaPath | None = None
    category: Code = ""
    after: Annotated[str, Field(max_length=2000)] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 50


@router.get("/published", response=PublicationsPage, auth=Door("public"), openapi_extra=OPEN)
def list_published(request: HttpRequest, asked: Query[PublishedQuery]) -> dict[str, Any]:
    """The newest first."""
    rows = Publication.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    if asked.area:
        rows = rows.inside(asked.area)
    if asked.category:
        rows = rows.filter(category=asked.category)
    page = page_of(rows, order=("-published_at", "-id"), cursor=asked.after, size=asked.limit)
    return {"rows": [publication_answer(row) for row in page], "after": page.after, "before": page.before}
