from django.urls import path

from linli.portal.home import views

urlpatterns = [
    path("", views.localities, name="localities"),
    path("at/<slug:slug>/", views.home, name="home"),
    path("q/<str:code>/", views.place, name="place"),
]
