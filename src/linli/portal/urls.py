from django.urls import include, path

app_name = "portal"
urlpatterns = [
    path("", include("linli.portal.home.urls")),
    path("at/<slug:slug>/", include("linli.portal.raising.urls")),
    path("at/<slug:slug>/", include("linli.portal.board.urls")),
    path("at/<slug:slug>/", include("linli.portal.mine.urls")),
    path("", include("linli.portal.progress.urls")),
]
