"""Every resource in both formats, at the endpoint that takes requests and at the one that rehearses."""

from collections.abc import Iterator

from django.urls import URLPattern, path

from linli.api.open311 import views
from linli.api.open311.answers import FORMATS

app_name = "open311"
PRODUCTION, TEST = "open311/v2/", "open311/test/v2/"


def resources(endpoint: str, rehearsal: bool) -> Iterator[URLPattern]:
    for form in FORMATS:
        for route, view in (
            ("discovery", views.discovery),
            ("services", views.services),
            ("services/<str:code>", views.service),
            ("requests", views.requests),
            ("requests/<str:number>", views.request),
            ("tokens/<str:number>", views.token),
            ("servicerequestupdates", views.updates),
        ):
            yield path(f"{endpoint}{route}.{form}", view, {"form": form, "rehearsal": rehearsal})


urlpatterns = [
    *(
        path(f"{root}discovery.{form}", views.discovery, {"form": form})
        for root in ("", "open311/")
        for form in FORMATS
    ),
    *resources(PRODUCTION, rehearsal=False),
    *resources(TEST, rehearsal=True),
    path("open311/pictures/<str:sealed>.jpg", views.picture, name="picture"),
]
