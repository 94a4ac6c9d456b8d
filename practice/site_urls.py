"""The pages of the practice itself."""

from django.urls import URLPattern, path

from practice import health_views
from practice.mail import mailbox

urlpatterns: list[URLPattern] = [
    path("healthz", health_views.healthz, name="healthz"),
    path("readyz", health_views.readyz, name="readyz"),
    path("mailbox/", mailbox.show_mailbox, name="mailbox"),
    path("mailbox/<slug:name>/", mailbox.show_message, name="mailbox_message"),
    path("mailbox/<slug:name>/<int:number>/", mailbox.show_part, name="mailbox_part"),
]
