"""The addresses of the pictures: one that a text names, and the widths that a page offers."""

from django.urls import re_path

from articles.pictures.addresses import FILE, NAME
from articles.pictures.views import show_file, show_picture

urlpatterns = [
    re_path(rf"^{NAME}\Z", show_picture, name="essay_picture"),
    re_path(rf"^{NAME}{FILE}\Z", show_file, name="essay_picture_file"),
]
