from django.urls import include, path

from linli.notices.urls import urls_behind
from linli.portal.worker import worker

app_name = "portal"
urlpatterns = [
    path("worker.js", worker, name="worker"),
    path("", include("linli.portal.home.urls")),
    path("at/<slug:slug>/", include("linli.portal.raising.urls")),
    path("at/<slug:slug>/", include("linli.portal.board.urls")),
    path("at/<slug:slug>/", include("linli.portal.figures.urls")),
    path("at/<slug:slug>/", include("linli.portal.opendata.urls")),
    path("at/<slug:slug>/", include("linli.portal.lists.urls")),
    path("at/<slug:slug>/", include("linli.portal.mine.urls")),
    path("", include("linli.portal.progress.urls")),
    path("", include("linli.portal.voices.urls")),
    path("", include("linli.portal.following.urls")),
    path("", include("linli.portal.verdict.urls")),
    path("notices/", include(urls_behind("signed-in"))),
]
