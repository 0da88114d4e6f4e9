from django.urls import path

from linli.console.people import views

urlpatterns = [
    path("", views.people, name="people"),
    path("new/", views.new, name="people-new"),
    path("looks/", views.looks, name="people-looks"),
    path("<int:pk>/", views.person, name="people-person"),
    path("<int:pk>/appoint/", views.give_post, name="people-appoint"),
    path("<int:pk>/rename/", views.change_name, name="people-rename"),
    path("<int:pk>/password/", views.password, name="people-password"),
    path("<int:pk>/factors/", views.factors, name="people-factors"),
    path("<int:pk>/stop/", views.stop, name="people-stop"),
    path("posts/<int:pk>/end/", views.stop_post, name="people-end-post"),
]
