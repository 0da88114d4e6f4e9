"""Where the endpoints are: one that takes requests, one that only rehearses."""

from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from linli.api.open311.answers import FORMATS
from linli.api.open311.asking import Ask
from linli.api.open311.reading import w3c
from linli.governance.models import Edition

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
ENDPOINTS = {"production": "/open311/v2", "test": "/open311/test/v2"}


def discovery(ask: Ask) -> dict[str, Any]:
    changed = Edition.objects.aggregate(latest=Max("published_at"))["latest"]
    changeset = w3c(changed or ask.at)
    address = ask.request.build_absolute_uri
    return {
        "changeset": changeset,
        "contact": _("Questions go to the office of the place: %(address)s") % {"address": address("/")},
        "key_service": _("The office of the place makes an api_key for a post; see docs/howto/open311.md."),
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": address(path),
                "changeset": changeset,
                "type": kind,
                "formats": [media.partition(";")[0] for media in FORMATS.values()],
            }
            for kind, path in ENDPOINTS.items()
        ],
    }
