from django.urls import path

from linli.field.pool import views

urlpatterns = [path("", views.pool, name="pool")]
