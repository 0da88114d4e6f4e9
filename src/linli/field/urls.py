from django.urls import include, path

app_name = "field"
urlpatterns = [
    path("", include("linli.field.today.urls")),
    path("pool/", include("linli.field.pool.urls")),
    path("note/", include("linli.field.note.urls")),
    path("mine/", include("linli.field.mine.urls")),
    path("notices/", include("linli.field.notices.urls")),
    path("cases/<str:number>/", include("linli.field.case.urls")),
]
