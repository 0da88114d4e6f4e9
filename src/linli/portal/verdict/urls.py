from django.urls import path

from linli.portal.verdict import views

urlpatterns = [path("j/<str:token>/", views.verdict, name="verdict")]
