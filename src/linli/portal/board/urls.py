from django.urls import path

from linli.portal.board import views

urlpatterns = [path("board/", views.board, name="board")]
