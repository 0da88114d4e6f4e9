from django.urls import path

from linli.console.hot import views

urlpatterns = [
    path("", views.issues, name="hot"),
    path("<int:pk>/", views.issue, name="hot-issue"),
    path("<int:pk>/aside/", views.aside, name="hot-aside"),
]
