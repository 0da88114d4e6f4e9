from django.urls import path

from linli.console.desk import blanks, receipts, views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("hints/", views.hints, name="desk-hints"),
    path("forms/", blanks.blanks, name="desk-forms"),
    path("<str:number>/receipt/", receipts.receipt, name="desk-receipt"),
    path("<str:number>/receipt/<slug:size>.pdf", receipts.slip, name="desk-slip"),
]
