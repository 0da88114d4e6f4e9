from django.urls import path

from linli.field.chat import views

urlpatterns = [path("", views.chat, name="chat")]
