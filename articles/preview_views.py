"""The page of an essay that is not published, for whoever holds a link to it. Looking changes nothing."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.art_views import drawn
from articles.models import Essay
from articles.pages import page_for_few
from articles.previews import find_preview
from articles.selectors import Surroundings, with_companions
from practice.times import say_here

NOWHERE = Surroundings(None, None, ())


@require_safe
def show_preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show an essay as it will be; one that was published meanwhile is read at its address.

    A link that has lapsed, was ended or never was gets the same page, which says how long links work. Nothing of it is
    kept by a cache, found by a search engine or told to the places that it links to.
    """
    now = timezone.now()
    link = find_preview(token, now)
    if link is None:
        return quietly(render(request, "articles/preview_gone.html", status=404))
    if link.essay.is_public(now):
        return quietly(redirect(link.essay))
    essay = with_companions(Essay.objects.all()).get(pk=link.essay_id)
    words = {"preview_until": say_here(link.until), "appears": appearance_of(essay)}
    essay.publish_at = essay.publish_at or now  # the page shows a day
    page = page_for_few(essay, NOWHERE, reverse("essay_preview_picture", args=[token]))
    return quietly(render(request, "articles/essay_preview.html", page | words))


@require_safe
def show_picture(request: HttpRequest, token: str) -> HttpResponse:
    """Return the picture of the essay, which has none at its own address before it is published."""
    link = find_preview(token, timezone.now())
    if link is None:
        raise Http404
    picture = drawn(link.essay.picture_word, link.essay.scene)
    return quietly(HttpResponse(picture, content_type="image/svg+xml"))


def appearance_of(essay: Essay) -> str:
    """Return when an essay that cannot be read yet will appear by the clock; "" for one that has no day."""
    return say_here(essay.publish_at) if essay.state == Essay.State.PUBLISHED and essay.publish_at else ""


def quietly(response: HttpResponse) -> HttpResponse:
    """Return an answer with what keeps its address to those who were given it."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
