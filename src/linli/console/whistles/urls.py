from django.urls import path

from linli.console.whistles import views

urlpatterns = [
    path("", views.whistles, name="whistles"),
    path("<int:pk>/", views.whistle, name="whistle"),
    path("<int:pk>/end/", views.end, name="whistle-end"),
    path("<int:pk>/parts/<int:part>/<str:step>/", views.take, name="whistle-step"),
]
