"""The addresses of the essays. What stands before `<slug>` here is reserved in articles/slugs.py."""

from django.urls import include, path

from articles import preview_views, views
from articles.feeds import show_feed
from articles.reflections import views as reflections

urlpatterns = [
    path("", views.show_essays, name="essays"),
    path("feed/", show_feed, name="essay_feed"),
    path("search/", views.search_essays, name="essay_search"),
    path("preview/<str:token>/", preview_views.show_preview, name="essay_preview"),
    path("preview/<str:token>/picture.svg", preview_views.show_picture, name="essay_preview_picture"),
    path("series/<slug:slug>/", views.show_series, name="series"),
    path("topics/<slug:slug>/", views.show_topic, name="topic"),
    path("reflections/gone/", reflections.show_gone, name="reflection_gone"),
    path("reflections/<str:token>/", reflections.show_sent, name="reflection_sent"),
    path("<slug:slug>/reflect/", reflections.write_reflection, name="reflect"),
    path("pictures/", include("articles.pictures.urls")),
    path("<slug:slug>/", views.show_essay, name="essay"),
]
