from django.urls import path

from linli.console.objections import views

urlpatterns = [path("", views.objections, name="objections")]
