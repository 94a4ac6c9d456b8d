"""The addresses of the site. Apps are named by dotted path: the ground floor imports none of them."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("account/", include("allauth.urls")),
    path("", include("accounts.urls")),
    path("book/", include("bookings.urls")),
    path("essays/", include("articles.urls")),
    path("art/", include("articles.art_urls")),
    path("space/book/", include("bookings.space_urls")),
    path("space/worksheets/", include("worksheets.urls")),
    path("space/shared/", include("worksheets.shared_urls")),
    path("space/questionnaires/", include("worksheets.measures.urls")),
    path("space/messages/", include("bookings.message_urls")),
    path("", include("practice.site_urls")),
]

handler400 = "practice.errors.bad_request"
handler403 = "practice.errors.forbidden"
handler404 = "practice.errors.not_found"
handler500 = "practice.errors.server_error"
