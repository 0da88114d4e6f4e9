from django.urls import path

from linli.console.cases import views

urlpatterns = [
    path("", views.cases, name="cases"),
    path("look/", views.look, name="cases-look"),
    path("<str:number>/", views.case, name="case"),
    path("<str:number>/picture/<str:digest>/", views.picture, name="case-picture"),
]
