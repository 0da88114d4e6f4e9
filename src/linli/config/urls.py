from django.urls import URLPattern, URLResolver, include, path

from linli.config import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("linli.people.urls")),
]
