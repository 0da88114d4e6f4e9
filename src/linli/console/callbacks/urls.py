from django.urls import path

from linli.console.callbacks import keying, papers, views

urlpatterns = [
    path("", views.callbacks, name="callbacks"),
    path("papers/", papers.papers, name="callbacks-papers"),
    path("paper/", keying.keyed, name="callbacks-paper"),
]
