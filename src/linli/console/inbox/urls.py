from django.urls import path

from linli.console.inbox import views

urlpatterns = [path("", views.inbox, name="inbox")]
