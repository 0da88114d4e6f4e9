from django.urls import include, path

from linli.notices.urls import urls_behind

app_name = "field"
urlpatterns = [
    path("", include("linli.field.today.urls")),
    path("pool/", include("linli.field.pool.urls")),
    path("chat/", include("linli.field.chat.urls")),
    path("note/", include("linli.field.note.urls")),
    path("mine/", include("linli.field.mine.urls")),
    path("whistles/", include("linli.field.whistles.urls")),
    path("notices/", include(urls_behind("field"))),
    path("cases/<str:number>/", include("linli.field.case.urls")),
]
