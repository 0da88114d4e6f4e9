from django.urls import path

from linli.portal.board import feeds, views
from linli.portal.board import map as maps

urlpatterns = [
    path("board/", views.board, name="board"),
    path("board/map/", maps.board_map, name="board-map"),
    path("board/map.json", maps.shapes, name="board-shapes"),
    path("board/feed.<str:kind>", feeds.feed, name="board-feed"),
    path("board/<int:pk>/", views.result, name="board-result"),
    path("board/<int:pk>/feed.<str:kind>", feeds.case_feed, name="board-case-feed"),
    path("board/<int:pk>/picture/<int:picture>/", views.picture, name="board-picture"),
]
