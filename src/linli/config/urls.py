from django.urls import URLPattern, URLResolver, include, path

from linli.config import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("look/", include("linli.kit.look_urls")),
    path("accounts/", include("linli.people.urls")),
    path("console/", include("linli.console.urls")),
    path("field/", include("linli.field.urls")),
    path("api/v1/", include("linli.api.urls")),
    path("", include("linli.api.open311.urls")),
    path("", include("linli.portal.urls")),
]

handler400 = "linli.kit.problems.bad_request"
handler403 = "linli.kit.problems.forbidden"
handler404 = "linli.kit.problems.not_found"
handler500 = "linli.kit.problems.server_error"
