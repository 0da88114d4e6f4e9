from django.urls import path

from linli.field.mine import views

urlpatterns = [path("", views.mine, name="mine")]
