from django.urls import path

from linli.console.rulebook import views

urlpatterns = [
    path("", views.rulebook, name="rulebook"),
    path("check/", views.checked, name="rulebook-check"),
    path("publish/", views.publish, name="rulebook-publish"),
    path("<slug:slug>/editions/", views.editions, name="rulebook-editions"),
    path("<slug:slug>/editions/<int:number>/", views.edition, name="rulebook-edition"),
    path("<slug:slug>/editions/<int:number>/call-off/", views.call_off, name="rulebook-call-off"),
]
