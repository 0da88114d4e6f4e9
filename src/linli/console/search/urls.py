from django.urls import path

from linli.console.search import views

urlpatterns = [path("", views.search, name="search")]
