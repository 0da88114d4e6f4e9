from django.urls import path

from linli.console.checks import views

urlpatterns = [path("", views.checks, name="checks")]
