"""Areas: the map of places, which is public."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from linli.api.answers import AreasPage
from linli.api.bodies import AreaPath, Text
from linli.api.cases import OPEN
from linli.api.entry import Door
from linli.api.shapes import area_line
from linli.kit.paging import page_of
from linli.places.models import Area

router = Router(tags=["places"])


class AreaQuery(Schema):
    """`inside`: the path of an area, itself included. `under`: its direct parts only."""

    inside: AreaPath | None = None
    under: AreaPath | None = None
    level: Annotated[Text, Field(max_length=30)] = ""
    name: Annotated[Text, Field(max_length=80)] = ""
    code: Annotated[Text, Field(max_length=20)] = ""
    after: Annotated[str, Field(max_length=2000)] = ""
    limit: Annotated[int, Field(ge=1, le=500)] = 100


@router.get("/areas", response=AreasPage, auth=Door("public"), openapi_extra=OPEN)
def list_areas(request: HttpRequest, asked: Query[AreaQuery]) -> dict[str, Any]:
    """The areas of today, in the order of the tree."""
    rows = Area.objects.visible_to(request.actor).current()  # type: ignore[attr-defined]
    if asked.inside:
        rows = rows.inside(asked.inside)
    if asked.under:
        rows = rows.filter(parent__path=asked.under)
    wanted = {"level": asked.level, "name": asked.name, "code": asked.code}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    page = page_of(rows, order=("path",), cursor=asked.after, size=asked.limit)
    return {"rows": [area_line(area) for area in page], "after": page.after, "before": page.before}
