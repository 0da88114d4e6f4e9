from django.urls import path

from linli.console.desk import views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("<str:number>/receipt/", views.receipt, name="desk-receipt"),
]
