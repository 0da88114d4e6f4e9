from django.urls import path

from linli.console.whistles import ledger, views

urlpatterns = [
    path("", views.whistles, name="whistles"),
    path("ledger/", ledger.ledger, name="whistles-ledger"),
    path("ledger/sheet/", ledger.sheet, name="whistles-sheet"),
    path("<int:pk>/", views.whistle, name="whistle"),
    path("<int:pk>/end/", views.end, name="whistle-end"),
    path("<int:pk>/parts/<int:part>/<str:step>/", views.take, name="whistle-step"),
]
