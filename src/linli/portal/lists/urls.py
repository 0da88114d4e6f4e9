from django.urls import path

from linli.portal.lists import giving, views

urlpatterns = [
    path("lists/", views.lists, name="lists"),
    path("lists/<slug:list_key>/", views.list_of, name="lists-list"),
    path("lists/<slug:list_key>/<int:line>/", views.line, name="lists-line"),
    path("lists/<slug:list_key>/<int:line>/money/", views.money, name="lists-money"),
    path("lists/<slug:list_key>/<int:line>/picture/<str:digest>/", views.picture, name="lists-picture"),
    path("lists/<slug:list_key>/<int:line>/claim/", giving.claim_line, name="lists-claim"),
    path("lists/<slug:list_key>/<int:line>/pledge/", giving.pledge_part, name="lists-pledge"),
    path("lists/<slug:list_key>/<int:line>/pledge/<int:pledge>/back/", giving.take_back, name="lists-back"),
    path("lists/<slug:list_key>/<int:line>/pledge/<int:pledge>/unname/", giving.unname, name="lists-unname"),
]
