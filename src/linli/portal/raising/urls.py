from django.urls import path

from linli.portal.raising import views

urlpatterns = [
    path("say/", views.say, name="say"),
    path("send/", views.send, name="send"),
]
