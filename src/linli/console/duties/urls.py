from django.urls import path

from linli.console.duties import views

urlpatterns = [path("", views.duties, name="duties")]
