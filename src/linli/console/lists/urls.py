from django.urls import path

from linli.console.lists import views

urlpatterns = [
    path("", views.lists, name="lists"),
    path("<slug:list_key>/", views.lists, name="lists-list"),
    path("<slug:list_key>/sheet/", views.sheet, name="lists-sheet"),
]
