from django.urls import path

from linli.field.case import pictures, views
from linli.field.rows import ONE_TAP

urlpatterns = [
    path("", views.case, name="case"),
    *(path(f"{verb}/", views.tap, {"verb": verb}, name=f"case-{verb}") for verb in ONE_TAP),
    *(path(f"{verb}/", views.tell, {"verb": verb}, name=f"case-{verb}") for verb in views.TOLD),
    path("reply/", views.reply, name="case-reply"),
    path("sounds/<str:sound>/", pictures.sound, name="case-sound"),
    path("pictures/<str:digest>/", pictures.picture, name="case-picture"),
]
