"""The service worker: a plain file, but under the root, since a worker reaches no further than the folder it comes from."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from linli import kit
from linli.kit.doors import door

FILE = Path(kit.__file__).parent / "static" / "kit" / "worker.js"


@door("public")
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        FILE.read_bytes(),
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "no-cache, private", "Service-Worker-Allowed": "/"},
    )
