"""The console: one folder per subject."""

from django.urls import include, path

from linli.notices.urls import urls_behind

app_name = "console"

urlpatterns = [
    path("", include("linli.console.start.urls")),
    path("inbox/", include("linli.console.inbox.urls")),
    path("cases/", include("linli.console.cases.urls")),
    path("cases/", include("linli.console.verbs.urls")),
    path("chat/", include("linli.console.chat.urls")),
    path("hot/", include("linli.console.hot.urls")),
    path("cases/", include("linli.console.projects.urls")),
    path("lists/", include("linli.console.lists.urls")),
    path("desk/", include("linli.console.desk.urls")),
    path("duties/", include("linli.console.duties.urls")),
    path("objections/", include("linli.console.objections.urls")),
    path("checks/", include("linli.console.checks.urls")),
    path("whistles/", include("linli.console.whistles.urls")),
    path("posters/", include("linli.console.posters.urls")),
    path("rulebook/", include("linli.console.rulebook.urls")),
    path("people/", include("linli.console.people.urls")),
    path("places/", include("linli.console.places.urls")),
    path("search/", include("linli.console.search.urls")),
    path("callbacks/", include("linli.console.callbacks.urls")),
    path("rates/", include("linli.console.rates.urls")),
    path("board/", include("linli.console.board.urls")),
    path("import/", include("linli.console.imports.urls")),
    path("notices/", include(urls_behind("console"))),
    path("connections/", include("linli.console.connections.urls")),
]
