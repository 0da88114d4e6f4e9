"""The console: one folder per subject."""

from django.urls import include, path

app_name = "console"

urlpatterns = [
    path("", include("linli.console.start.urls")),
    path("inbox/", include("linli.console.inbox.urls")),
    path("cases/", include("linli.console.cases.urls")),
    path("cases/", include("linli.console.verbs.urls")),
    path("desk/", include("linli.console.desk.urls")),
    path("posters/", include("linli.console.posters.urls")),
    path("rulebook/", include("linli.console.rulebook.urls")),
    path("people/", include("linli.console.people.urls")),
    path("places/", include("linli.console.places.urls")),
    path("board/", include("linli.console.board.urls")),
    path("import/", include("linli.console.imports.urls")),
    path("notices/", include("linli.console.notices.urls")),
    path("connections/", include("linli.console.connections.urls")),
]
