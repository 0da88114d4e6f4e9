from django.urls import path

from linli.portal.progress import adding, views
from linli.portal.raising import views as raising

urlpatterns = [
    path("at/<slug:slug>/progress/", views.progress, name="progress"),
    path("c/<str:number>/", views.case, name="case"),
    path("c/<str:number>/receipt/", raising.receipt, name="receipt"),
    path("c/<str:number>/add/", adding.add, name="case-reply"),
    path("c/<str:number>/verdict/", views.judge, name="case-rate"),
    path("c/<str:number>/urge/", views.remind, name="case-urge"),
    path("c/<str:number>/reopen/", views.open_again, name="case-reopen"),
    path("c/<str:number>/withdraw/", views.take_back, name="case-withdraw"),
    path("c/<str:number>/unmerge/", views.stand_alone, name="case-unmerge"),
    path("c/<str:number>/sound/<str:sound>/", views.sound, name="case-sound"),
    path("c/<str:number>/picture/<str:digest>/", views.picture, name="case-picture"),
]
