from django.urls import path

from linli.console.posters import views

urlpatterns = [
    path("", views.posters, name="posters"),
    path("make/", views.make, name="posters-make"),
    path("<int:order>/", views.order, name="posters-order"),
    path("<int:order>/posters.pdf", views.paper, name="posters-paper"),
]
