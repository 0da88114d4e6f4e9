"""What happens to a paper that was asked for. Its file lies outside the database and does not stay long."""

import os
import secrets
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import Answer, no, permit, yes
from linli.kit.durable import make_folder, sync_folder
from linli.kit.paper_order import KEPT, PaperOrder
from linli.kit.rhythm import every
from linli.kit.trace import trace

State = PaperOrder.State
SECONDS_BETWEEN_SIGNS = 0.5


def can_ask_for(actor: Actor, right: str, area_path: str) -> Answer:
    allowed = actor.has_right(right, area_path)
    return yes if allowed else no(_("This area is not among those of your posts."))


@action
def ask_for_paper(
    kind: str,
    area_path: str,
    *,
    title: str,
    asked: Mapping[str, Any],
    right: str,
    by: Actor,
    at: datetime,
) -> PaperOrder:
    """Note what is asked for; the caller queues the work in the same transaction."""
    permit(can_ask_for(by, right, area_path))

    order = PaperOrder(kind=kind, title=title[:120], area_path=area_path, account_id=by.account_id)
    order.asked, order.begun_at = dict(asked), at
    order.language, order.token = get_language() or "zh-hans", secrets.token_urlsafe(24)
    order.save(force_insert=True)

    trace("paper.asked_for", order, by=by, at=at, facts={"kind": kind}, first=True)
    return order


@action
def finish_paper(order: PaperOrder, *, state: str, pages: int, by: Actor, at: datetime) -> PaperOrder:
    order = order.locked()
    order.state, order.pages_done, order.ended_at = state, pages, at
    order.save_changes("state", "pages_done", "ended_at")

    trace("paper.finished", order, by=by, at=at, facts={"state": state, "pages": pages})
    return order


class Signs:
    """Writes how many pages are drawn, at most twice a second. Not a change of the record: no version, no trace."""

    def __init__(self, order: PaperOrder) -> None:
        self.order, self.last = order, 0.0

    def __call__(self, pages: int, total: int) -> None:
        now = time.monotonic()
        if now - self.last >= SECONDS_BETWEEN_SIGNS:
            self.last = now
            rows = PaperOrder.objects.filter(pk=self.order.pk)
            rows.update(state=State.RUNNING, pages_done=pages, pages_total=total)


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "papers"


def file_of(order: PaperOrder) -> Path:
    return folder() / f"{order.token}.pdf"


def keep(order: PaperOrder, pdf: bytes) -> None:
    """Whole or not at all: a reader never meets half a file."""
    make_folder(folder(), mode=0o700)
    half = file_of(order).with_suffix(".half")
    with half.open("wb") as file:
        file.write(pdf)
        file.flush()
        os.fsync(file.fileno())
    half.replace(file_of(order))
    sync_folder(folder())


@every(timedelta(hours=6), whole=False)
def sweep_papers(at: str) -> None:
    drop_old(datetime.fromisoformat(at))


def drop_old(at: datetime) -> None:
    """Papers past their day."""
    for file in folder().iterdir() if folder().is_dir() else ():
        if file.stat().st_mtime < (at - KEPT).timestamp():
            file.unlink(missing_ok=True)
