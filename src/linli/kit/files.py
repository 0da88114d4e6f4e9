"""Hands out one stored file under a fixed type, whole or in parts: telephones play sound only from a server that knows parts."""

import re
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

ONE_PART = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")


def content_policy(*more: str) -> str:
    """The content security policy of every answer (named as Django 6 names it), with more of it where one is stricter."""
    parts = (f"{name} {' '.join(values)}".strip() for name, values in settings.SECURE_CSP.items())
    return "; ".join((*parts, *more))


def harmless() -> dict[str, str]:
    """For whatever came from outside: nothing in it runs, and no browser takes it for something else."""
    return {"Content-Security-Policy": content_policy("sandbox"), "X-Content-Type-Options": "nosniff"}


def sealed() -> dict[str, str]:
    """For whatever only some may open: no browser keeps it for who sits there next, and nothing in it runs."""
    return {"Cache-Control": "no-store", **harmless()}


def file_answer(request: HttpRequest, place: Path, content_type: str) -> HttpResponse:
    """A stored file of a few hundred kilobytes, for who may see it now. Raises Http404 when the file is not there."""
    if not place.is_file():
        raise Http404
    named = f'inline; filename="{place.name}"'  # we name the file ourselves: letters, digits and one dot
    headers = {**sealed(), "Accept-Ranges": "bytes", "Content-Disposition": named}
    size = place.stat().st_size
    asked = ONE_PART.fullmatch(request.headers.get("Range", ""))
    if asked is None or not any(asked.groups()):
        return HttpResponse(place.read_bytes(), content_type=content_type, headers=headers)
    first, last = ends_of(asked[1], asked[2], size)
    if first > last:
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    with place.open("rb") as file:
        file.seek(first)
        part = file.read(last - first + 1)
    headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return HttpResponse(part, status=206, content_type=content_type, headers=headers)


def ends_of(first: str, last: str, size: int) -> tuple[int, int]:
    """RFC 9110, 14.1.2: from here on, up to there, or the last so many bytes."""
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1
