from django.urls import path

from linli.console.start import views

urlpatterns = [path("", views.start, name="start")]
