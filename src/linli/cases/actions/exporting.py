"""Take a list out of the house: with a right, for a reason, in the log, and for a day."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.cases.models import Export
from linli.cases.models.sheets import KEPT
from linli.kit.action import action
from linli.kit.actor import Actor
from linli.kit.answer import Answer, no, permit, yes
from linli.kit.trace import trace

RIGHT = "export"
FORMS = ("xlsx", "csv")


def can_export(actor: Actor) -> Answer:
    if actor.account_id is not None and actor.has_right(RIGHT):
        return yes
    return no(_("Your posts do not let you take lists out. Ask the office that keeps this area."))


def gives_a_purpose(reason: str) -> Answer:
    return yes if reason.strip() else no(_("Please say what the sheet is for; it is written in the log."))


@action
def ask_for_export(
    kind: str, form: str, asked: Mapping[str, Any], *, reason: str, by: Actor, at: datetime
) -> Export:
    """Written down before a single row leaves; the caller queues the work or does it at once."""
    permit(can_export(by))
    permit(gives_a_purpose(reason))
    assert by.account_id is not None  # can_export has looked

    export = Export(kind=kind, form=form, asked=dict(asked), reason=reason.strip()[:200], begun_at=at)
    export.account_id, export.post_id = by.account_id, by.post.id if by.post else None
    export.language, export.token = get_language() or "zh-hans", secrets.token_urlsafe(24)
    export.save(force_insert=True)

    trace("export.asked_for", export, by=by, at=at, facts={"kind": kind, "form": form}, words=export.reason)
    return export


@action
def finish_export(export: Export, *, rows: int, by: Actor, at: datetime) -> Export:
    export = export.locked()
    export.state, export.rows, export.ended_at = Export.State.DONE, rows, at
    export.save_changes("state", "rows", "ended_at")

    trace("export.finished", export, by=by, at=at, facts={"rows": rows})
    return export


@action
def note_fetch(export: Export, *, by: Actor, at: datetime) -> None:
    """Each time the file leaves the house."""
    permit(can_export(by))
    trace("export.fetched", export, by=by, at=at)


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "exports"


def file_of(export: Export) -> Path:
    return folder() / f"{export.token}.{export.form}"


def drop_old_exports(at: datetime) -> int:
    """Files past their day. How many went."""
    old = [
        file
        for file in (folder().iterdir() if folder().is_dir() else ())
        if file.stat().st_mtime < (at - KEPT).timestamp()
    ]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)
