"""The addresses of the essays. What stands before `<slug>` here is reserved in articles/slugs.py."""

from django.urls import include, path

from articles import views
from articles.feeds import show_feed

urlpatterns = [
    path("", views.show_essays, name="essays"),
    path("feed/", show_feed, name="essay_feed"),
    path("search/", views.search_essays, name="essay_search"),
    path("topics/<slug:slug>/", views.show_topic, name="topic"),
    path("pictures/", include("articles.pictures.urls")),
    path("<slug:slug>/", views.show_essay, name="essay"),
]
