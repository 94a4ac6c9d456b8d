"""The addresses of the pictures."""

from django.urls import re_path

from articles.art_views import show_art

urlpatterns = [re_path(r"^(?P<slug>[-a-zA-Z0-9_]{1,120})\.(?P<kind>svg|png)\Z", show_art, name="art")]
