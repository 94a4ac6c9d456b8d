"""The addresses of what a client shares, within her space."""

from django.urls import path

from worksheets import shared_views

urlpatterns = [
    path("", shared_views.shared_list, name="space_shared"),
    path("<uuid:reference>/", shared_views.shared_copy, name="space_copy"),
    path("<uuid:reference>/back/", shared_views.take_copy_back, name="space_copy_back"),
]
