"""The pages of the practice itself."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
