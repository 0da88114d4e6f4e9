from django.urls import path

from linli.portal.following import address, views

urlpatterns = [
    path("at/<slug:slug>/follow/", views.follow, name="follow"),
    path("follow/<str:token>/yes/", views.confirm, name="follow-confirm"),
    path("follow/<str:token>/end/", views.end, name="follow-end"),
    path("mail/<str:token>/yes/", address.confirm, name="mail-confirm"),
    path("sms/<str:token>/yes/", address.confirm_number, name="number-confirm"),
]
