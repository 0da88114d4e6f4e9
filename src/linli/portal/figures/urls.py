from django.urls import path

from linli.portal.figures import views

urlpatterns = [
    path("rates/", views.rates, name="rates"),
    path("screen/", views.screen, name="screen"),
]
