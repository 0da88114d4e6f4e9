from django.urls import path

from linli.console.imports import views

urlpatterns = [
    path("", views.hand_in, name="import"),
    path("<int:number>/", views.batch, name="import-batch"),
    path("<int:number>/faults.xlsx", views.faults, name="import-faults"),
]
