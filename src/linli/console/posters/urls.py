from django.urls import path

from linli.console.posters import views

urlpatterns = [path("", views.posters, name="posters")]
