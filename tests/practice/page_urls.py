"""Every public address by name, so that the templates can be drawn without the views behind them."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def nothing(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Answer nothing: only the address matters."""
    return HttpResponse()


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
    path("art/<slug:slug>.<str:kind>", nothing, name="art"),
    path("book/", nothing, name="book"),
    path("book/verify/", nothing, name="book_verify"),
    path("book/manage/", nothing, name="book_manage"),
    path("book/manage/find/", nothing, name="book_find"),
    path("book/<slug:slug>/", nothing, name="book_times"),
    path("book/<slug:slug>/details/", nothing, name="book_details"),
    path("space/", nothing, name="space"),
    path("space/worksheets/", nothing, name="space_worksheets"),
    path("space/worksheets/<slug:slug>/", nothing, name="worksheet"),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
