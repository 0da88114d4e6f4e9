from django.urls import path

from linli.portal.mine import views

urlpatterns = [
    path("mine/", views.mine, name="mine"),
    path("mine/forget/", views.forget, name="forget"),
]
