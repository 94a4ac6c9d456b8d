"""The addresses of this room."""

from django.urls import path

from accounts import phone_views, views
from accounts.rights import pages

urlpatterns = [
    path("space/", views.space, name="space"),
    path("space/ledger/", views.space_ledger, name="space_ledger"),
    path("space/reach/", views.space_reach, name="space_reach"),
    path("space/phone/", phone_views.space_phone, name="space_phone"),
    path("space/sign-ins/", phone_views.space_sign_ins, name="space_sign_ins"),
    path("space/sign-in/", phone_views.sign_in_state, name="sign_in_state"),
    path("space/data/", pages.show_data, name="space_data"),
    path("space/data/all/", pages.read_all, name="space_data_all"),
    path("space/data/file/", pages.take_along, name="space_data_file"),
    path("space/data/prove/", pages.prove_again, name="space_data_prove"),
    path("space/data/agreed/<int:number>/", pages.show_receipt, name="space_consent"),
    path("space/data/erase/", pages.erase, name="space_data_erase"),
    path("erased/", pages.erased, name="data_erased"),
    path("privacy/complaint/", pages.show_complaint, name="complaint"),
    path("signed-out/", views.signed_out, name="signed_out"),
    path("leave/", views.leave, name="leave"),
]
