from django.urls import path

from linli.portal.raising import questions, views, waiting

urlpatterns = [
    path("say/", views.say, name="say"),
    path("send/", views.send, name="send"),
    path("waiting/", waiting.waiting, name="waiting"),
    path("uploads/<uuid:upload>/", waiting.piece, name="upload"),
    path("questions/", questions.questions, name="questions"),
]
