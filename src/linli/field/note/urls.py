from django.urls import path

from linli.field.note import views

urlpatterns = [path("", views.note, name="note")]
