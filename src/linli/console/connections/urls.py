from django.urls import path

from linli.console.connections import views

urlpatterns = [
    path("", views.connections_page, name="connections"),
    path("webhooks/new/", views.new_webhook, name="connections-new-webhook"),
    path("robots/new/", views.new_robot, name="connections-new-robot"),
    path("webhooks/<int:pk>/", views.webhook, name="connections-webhook"),
    path("webhooks/<int:pk>/test/", views.try_webhook, name="connections-test-webhook"),
    path("webhooks/<int:pk>/stop/", views.end_webhook, name="connections-stop-webhook"),
    path("robots/<int:pk>/test/", views.try_robot, name="connections-test-robot"),
    path("robots/<int:pk>/stop/", views.end_robot, name="connections-stop-robot"),
    path("deliveries/<int:pk>/again/", views.deliver_again, name="connections-deliver-again"),
    path("notices/<int:pk>/again/", views.tell_again, name="connections-tell-again"),
]
