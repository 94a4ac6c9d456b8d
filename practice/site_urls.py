"""The pages of the practice itself."""

from django.urls import URLPattern, path

from practice import contact_views, health_views, views
from practice.mail import mailbox

urlpatterns: list[URLPattern] = [
    path("", views.show_home, name="home"),
    path("about/", views.show_about, name="about"),
    path("help/", views.show_help, name="help"),
    path("how-therapy-works/", views.show_text, {"slug": "how-therapy-works"}, name="how_therapy_works"),
    path("confidentiality/", views.show_text, {"slug": "confidentiality"}, name="confidentiality"),
    path("privacy/", views.show_privacy, name="privacy"),
    path("privacy/notice/", views.show_text, {"slug": "notice"}, name="notice"),
    path("contact/", contact_views.show_contact, name="contact"),
    path("contact/sent/", contact_views.show_sent, name="contact_sent"),
    path("portrait/", views.show_portrait, name="portrait"),
    path("sitemap.xml", views.show_sitemap, name="sitemap"),
    path("favicon.ico", views.show_icon, name="icon"),
    path("robots.txt", views.show_robots, name="robots"),
    path(".well-known/security.txt", views.show_security, name="security"),
    path("healthz", health_views.healthz, name="healthz"),
    path("readyz", health_views.readyz, name="readyz"),
    path("mailbox/", mailbox.show_mailbox, name="mailbox"),
    path("mailbox/<slug:name>/", mailbox.show_message, name="mailbox_message"),
    path("mailbox/<slug:name>/<int:number>/", mailbox.show_part, name="mailbox_part"),
]
