from django.urls import path

from linli.console.inbox import sending, views

urlpatterns = [path("", views.inbox, name="inbox"), path("send/", sending.send_all, name="inbox-send")]
