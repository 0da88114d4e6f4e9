"""What is published as Atom and RSS: of a place, narrowed as its board is, or of one case. Reviewed text and nothing else."""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.cases.models import Publication
from linli.cases.reads_of_board import Step, changed_at, mark_of, steps_of
from linli.kit.doors import door
from linli.portal.board.choosing import Chosen, chosen_in, published
from linli.portal.board.views import NEWEST_FIRST, publication_or_404
from linli.portal.keys import actor_of
from linli.portal.locality import Locality, locality_or_404

MOST = 50
KINDS: dict[str, type[SyndicationFeed]] = {"atom": Atom1Feed, "rss": Rss201rev2Feed}
# What XML 1.0 does not allow, whoever typed it.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def plain(text: object) -> str:
    return NOT_XML.sub("", str(text))


class Results(Feed[Publication, Locality]):
    """Of the results that the address keeps."""

    def __init__(self, kind: str, locality: Locality, chosen: Chosen, rows: list[Publication]) -> None:
        self.feed_type = KINDS[kind]
        self.locality, self.chosen, self.rows = locality, chosen, rows

    def title(self) -> str:
        where = self.chosen.area.name if self.chosen.area else self.locality.name
        about = self.chosen.category.name if self.chosen.category else ""
        return plain(" · ".join(filter(None, [where, about, _("Published")])))

    def link(self) -> str:
        return f"{reverse('portal:board', args=[self.locality.slug])}?{self.chosen.query}".rstrip("?&")

    def description(self) -> str:
        return _("Read by somebody before it was published; nobody is named.")

    subtitle = description

    def items(self) -> list[Publication]:
        return self.rows

    def item_title(self, item: Publication) -> str:
        return plain(item.title)

    def item_description(self, item: Publication) -> str:
        end = self.locality.book.ends.get(item.end_state)
        return plain("\n".join(filter(None, [item.problem, item.result, end.plain if end else ""])))

    def item_link(self, item: Publication) -> str:
        return reverse("portal:board-result", args=[self.locality.slug, item.pk])

    def item_pubdate(self, item: Publication) -> datetime:
        return item.published_at

    item_updateddate = item_pubdate

    def item_categories(self, item: Publication) -> list[str]:
        top = self.locality.book.top_category(item.category)
        return [plain(name) for name in (top.name if top else "", item.area_name) if name]


class Steps(Feed[Step, Locality]):
    """Of one case: what of it everybody could read, the newest first."""

    def __init__(self, kind: str, locality: Locality, of: Publication, steps: list[Step]) -> None:
        self.feed_type = KINDS[kind]
        self.locality, self.of, self.steps = locality, of, steps

    def title(self) -> str:
        return plain(self.of.title)

    def link(self) -> str:
        return reverse("portal:board-result", args=[self.locality.slug, self.of.pk])

    def description(self) -> str:
        return plain(self.of.area_name)

    subtitle = description

    def items(self) -> list[Step]:
        return self.steps

    def item_title(self, item: Step) -> str:
        return plain(item.title)

    def item_description(self, item: Step) -> str:
        return plain(item.text)

    def item_link(self, item: Step) -> str:
        return f"{self.link()}#{item.key}"

    def item_pubdate(self, item: Step) -> datetime:
        return item.at

    item_updateddate = item_pubdate


@door("public")
@require_safe
def feed(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    locality = locality_or_404(slug)
    if kind not in KINDS:
        raise Http404
    chosen = chosen_in(request.GET, locality, timezone.localdate())

    def build() -> Feed[Any, Any]:
        rows = published(actor_of(request), locality, chosen).order_by(*NEWEST_FIRST)
        return Results(kind, locality, chosen, list(rows[:MOST]))

    return fresh(request, locality, f"{kind} {chosen.query}", build)


@door("public")
@require_safe
def case_feed(request: HttpRequest, slug: str, pk: int, kind: str) -> HttpResponse:
    locality = locality_or_404(slug)
    if kind not in KINDS:
        raise Http404
    found = publication_or_404(request, locality, pk)
    return fresh(
        request, locality, f"{kind} {pk}", lambda: Steps(kind, locality, found, steps_of(found.case_id))
    )


def fresh(
    request: HttpRequest, locality: Locality, about: str, build: Callable[[], Feed[Any, Any]]
) -> HttpResponse:
    """The feed, or 304 where nothing on the boards of this place has changed since. Kept for five minutes on the way."""
    at = changed_at(locality.area_path)
    mark = f"{mark_of(locality.area_path)} {about} {get_language()} {request.get_host()}"
    tag = quote_etag(hashlib.sha256(mark.encode()).hexdigest()[:32])
    stamp = int(at.timestamp()) if at else None
    answer = get_conditional_response(request, etag=tag, last_modified=stamp)
    if answer is None:
        answer = build()(request)
    answer["ETag"], answer["Cache-Control"] = tag, "public, max-age=300"
    if stamp:
        answer["Last-Modified"] = http_date(stamp)
    return answer
