from django.urls import path

from linli.kit import look_views

urlpatterns = [
    path("", look_views.elements, name="look"),
    path("switch/", look_views.switch, name="look-switch"),
]
