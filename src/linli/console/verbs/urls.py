from django.urls import path

from linli.console.case.forms import FORMS
from linli.console.verbs.views import correct, look, verb_door

urlpatterns = [
    path("<str:number>/look/", look, name="case-look"),
    path("<str:number>/correct_contact/", correct, name="case-correct_contact"),
    *(path(f"<str:number>/{verb}/", verb_door(verb), name=f"case-{verb}") for verb in FORMS),
]
