from django.urls import path

from linli.console.chat import views

urlpatterns = [path("", views.chat, name="chat")]
