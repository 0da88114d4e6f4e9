from django.urls import path

from linli.console.places import calendar, outlines, views

urlpatterns = [
    path("", views.places, name="places"),
    path("calendar/", calendar.years, name="places-calendar"),
    path("calendar/import/", calendar.import_year, name="places-calendar-import"),
    path("calendar/<int:year>/", calendar.year, name="places-calendar-year"),
    path("<int:pk>/", views.area, name="places-area"),
    path("<int:pk>/found/", views.found, name="places-found"),
    path("<int:pk>/rename/", views.rename, name="places-rename"),
    path("<int:pk>/describe/", views.describe, name="places-describe"),
    path("<int:pk>/move/", views.move, name="places-move"),
    path("<int:pk>/merge/", views.merge, name="places-merge"),
    path("<int:pk>/close/", views.close, name="places-close"),
    path("<int:pk>/split/", views.split, name="places-split"),
    path("<int:pk>/units/", views.found_unit, name="places-found-unit"),
    path("<int:pk>/units/<int:id>/close/", views.close_unit, name="places-close-unit"),
    path("<int:pk>/buildings/", views.buildings, name="places-buildings"),
    path("<int:pk>/buildings/<int:id>/withdraw/", views.withdraw, name="places-withdraw"),
    path("<int:pk>/outline/", outlines.outline, name="places-outline"),
    path("<int:pk>/shapes.json", outlines.shapes, name="places-shapes"),
    path("<int:pk>/survey/", outlines.survey, name="places-survey"),
    path("<int:pk>/days/", calendar.mark_day, name="places-mark-day"),
    path("<int:pk>/days/<int:id>/unmark/", calendar.unmark_day, name="places-unmark-day"),
]
