"""The addresses of the site, with samples where a page would need its view."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from articles.art import draw_svg
from tests.practice import sample_pages


def nothing(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Answer nothing: only the address matters."""
    return HttpResponse()


def picture(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Draw the picture of a sample essay."""
    return HttpResponse(draw_svg(slug, width=960, height=600), content_type="image/svg+xml")


def sample(request: HttpRequest, name: str) -> HttpResponse:
    """Draw one sample page; this address exists in the tests only."""
    template, context = sample_pages.VARIANTS.get(name) or (name, sample_pages.PAGES.get(name, {}))
    return render(request, template, {"practice": sample_pages.PRACTICE, **context})


urlpatterns = [
    path("", nothing, name="home"),
    path("about/", nothing, name="about"),
    path("help/", nothing, name="help"),
    path("how-therapy-works/", nothing, name="how_therapy_works"),
    path("confidentiality/", nothing, name="confidentiality"),
    path("contact/", nothing, name="contact"),
    path("privacy/", nothing, name="privacy"),
    path("leave/", nothing, name="leave"),
    path("essays/", nothing, name="essays"),
    path("essays/search/", nothing, name="essay_search"),
    path("essays/feed/", nothing, name="essay_feed"),
    path("essays/topics/<slug:slug>/", nothing, name="topic"),
    path("essays/<slug:slug>/", nothing, name="essay"),
    path("art/<slug:slug>.<str:kind>", picture, name="art"),
    path("sample/<path:name>", sample, name="sample"),
    path("book/", nothing, name="book"),
    path("book/verify/", nothing, name="book_verify"),
    path("book/manage/", nothing, name="book_manage"),
    path("book/manage/find/", nothing, name="book_find"),
    path("book/<slug:slug>/", nothing, name="book_times"),
    path("book/<slug:slug>/details/", nothing, name="book_details"),
    path("space/", nothing, name="space"),
    path("space/worksheets/", nothing, name="space_worksheets"),
    path("space/worksheets/<slug:slug>/", nothing, name="worksheet"),
    path("", include("practice.urls")),
]
