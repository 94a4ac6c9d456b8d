"""The addresses of this room."""

from django.urls import path

from accounts import phone_views, views

urlpatterns = [
    path("space/", views.space, name="space"),
    path("space/reach/", views.space_reach, name="space_reach"),
    path("space/phone/", phone_views.space_phone, name="space_phone"),
    path("space/sign-ins/", phone_views.space_sign_ins, name="space_sign_ins"),
    path("space/sign-in/", phone_views.sign_in_state, name="sign_in_state"),
    path("signed-out/", views.signed_out, name="signed_out"),
    path("leave/", views.leave, name="leave"),
]
