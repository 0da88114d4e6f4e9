from django.urls import path

from linli.console.board import views

urlpatterns = [path("", views.board, name="board")]
