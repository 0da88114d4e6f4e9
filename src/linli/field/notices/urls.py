from django.urls import path

from linli.field.notices import views

urlpatterns = [
    path("", views.notices, name="notices"),
    path("read/", views.read_all, name="notices-read"),
    path("wishes/", views.wishes, name="notices-wishes"),
    path("<int:pk>/", views.notice, name="notices-one"),
]
