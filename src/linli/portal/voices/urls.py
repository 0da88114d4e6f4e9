from django.urls import path

from linli.portal.voices import views

urlpatterns = [
    path("at/<slug:slug>/mine-too/", views.mine_too, name="mine-too"),
    path("v/<str:number>/", views.voice, name="voice"),
    path("v/<str:number>/leave/", views.take_back, name="voice-leave"),
]
