from django.urls import path

from linli.portal.opendata import views

urlpatterns = [
    path("data/", views.data, name="data"),
    path("data/<str:month>.<str:form>.sha256", views.checksum, name="data-checksum"),
    path("data/<str:month>.<str:form>", views.file, name="data-file"),
]
