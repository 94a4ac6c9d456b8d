"""The addresses of this room."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("space/", views.space, name="space"),
    path("space/ledger/", views.space_ledger, name="space_ledger"),
    path("space/reach/", views.space_reach, name="space_reach"),
    path("signed-out/", views.signed_out, name="signed_out"),
    path("leave/", views.leave, name="leave"),
]
