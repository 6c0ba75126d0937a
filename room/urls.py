"""Addresses of a room: its socket, and the same without one."""

from django.urls import path

from room import views
from room.consumers import RoomSocket

urlpatterns = [
    path("rooms/<int:room_id>/stream/", views.stream, name="room-stream"),
    path("rooms/<int:room_id>/log/", views.log, name="room-log"),
    path("rooms/<int:room_id>/say/", views.say, name="room-say"),
]

sockets = [path("rooms/<int:room_id>/socket/", RoomSocket.as_asgi())]
