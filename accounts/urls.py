"""The addresses of this room."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("space/", views.space, name="space"),
    path("leave/", views.leave, name="leave"),
]
