from django.urls import path

from linli.field.today import views

urlpatterns = [path("", views.today, name="today")]
