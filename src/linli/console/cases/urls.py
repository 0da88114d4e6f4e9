from django.urls import path

from linli.console.cases import bulk, kept, sheets, taking, views

urlpatterns = [
    path("", views.cases, name="cases"),
    path("views/", kept.keep_view, name="cases-views"),
    path("views/<int:pk>/", kept.change_view, name="cases-view"),
    path("bulk/", bulk.bulk, name="cases-bulk"),
    path("bulk/<int:pk>/", bulk.bulk_state, name="cases-bulk-state"),
    path("bulk/<int:pk>/undo/", bulk.bulk_undo, name="cases-bulk-undo"),
    path("export/", sheets.export, name="cases-export"),
    path("lists/<slug:listed>/sheet/", taking.take_listed, name="cases-listed-sheet"),
    path("exports/<int:pk>/", sheets.waiting, name="cases-export-state"),
    path("exports/<int:pk>/sheet/", sheets.sheet, name="cases-export-sheet"),
    path("<str:number>/", views.case, name="case"),
    path("<str:number>/sound/<str:sound>/", views.sound, name="case-sound"),
    path("<str:number>/sound/<str:sound>/written/", views.written, name="case-transcribe"),
    path("<str:number>/picture/<str:digest>/", views.picture, name="case-picture"),
]
