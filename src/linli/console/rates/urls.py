from django.urls import path

from linli.console.rates import views

urlpatterns = [path("", views.rates, name="rates")]
