from django.urls import path

from linli.console.projects import views

urlpatterns = [
    path("<str:number>/project/", views.project, name="project"),
    path("<str:number>/project/<slug:step>/", views.take, name="project-step"),
    path("<str:number>/project/<slug:step>/<int:target>/", views.take_with, name="project-step-of"),
]
