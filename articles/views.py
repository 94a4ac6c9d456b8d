"""The essays' pages: the same for everyone, without a cookie."""

from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import urlencode

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.forms import AS_TYPED, SearchForm
from articles.meta import list_meta, series_meta
from articles.models import Essay, EssayQuerySet, Series, Topic
from articles.old_lists import find_moved_list
from articles.pages import page_of_essay
from articles.searching import HITS_A_PAGE, MOST_HITS, find_essays
from articles.selectors import find_essay, find_moved, is_gone, listed, surroundings, topics_in_use
from articles.series import parts_to_read
from practice.danger import has_danger_words
from practice.errors import error_page, too_many
from practice.limits import client_address, spend
from practice.meta import PageMeta
from practice.middleware import public_page

ESSAYS_A_PAGE = 12
SEARCHES_AN_ADDRESS = 150  # in ten minutes; behind one address of a mobile network sit hundreds of people
NEWEST = 3  # essays offered where nothing is found


@require_safe
@public_page
def show_essays(request: HttpRequest) -> HttpResponse:
    """Show all essays, newest first."""
    return show_list(request, listed(timezone.now()), None)


@require_safe
@public_page
def show_topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the essays on one topic; a topic with nothing to read is not there."""
    topic = Topic.objects.filter(slug=slug).first()
    if topic is None:
        return lead_to_list(Topic, slug)
    essays = listed(timezone.now()).filter(topic=topic)
    if not essays.exists():
        raise Http404
    return show_list(request, essays, topic)


def lead_to_list(kind: type[Topic] | type[Series], slug: str) -> HttpResponse:
    """Redirect from the old address of a topic or of a series to where it is now; Http404 where none was."""
    moved = find_moved_list(kind, slug, timezone.now())
    if moved is None:
        raise Http404
    return redirect(moved, permanent=True)


def show_list(request: HttpRequest, essays: EssayQuerySet, topic: Topic | None) -> HttpResponse:
    """Show one page of a list."""
    page = page_of(essays, request.GET.get("page", "1"))
    title = _("Essays on %(topic)s") % {"topic": topic.name} if topic else _("Essays")
    context = {
        "essays": page.object_list,
        "topics": topics_in_use(timezone.now()),
        "topic": topic,
        "page_words": _("Page %(number)d of %(pages)d") % {"number": page.number, "pages": page.paginator.num_pages},
        "earlier_url": f"?page={page.next_page_number()}" if page.has_next() else "",
        "later_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "meta": list_meta(title, topic, page.number),
    }
    return render(request, "articles/essay_list.html", context)


def page_of(essays: EssayQuerySet, number: str) -> Page[Essay]:
    """Return one page of the essays; Http404 for a number that is none of theirs."""
    try:
        return Paginator(essays, ESSAYS_A_PAGE).page(number)
    except InvalidPage:
        raise Http404 from None


@require_safe
@public_page
def show_essay(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one essay; what may not be read now is not there, or is there no more.

    Three queries, and a fourth where reflections are shown.
    """
    now = timezone.now()
    essay = find_essay(slug, now)
    if essay is None:
        return lead_on(request, slug, now)
    return render(request, "articles/essay_detail.html", page_of_essay(essay, surroundings(essay, now)))


def lead_on(request: HttpRequest, slug: str, now: datetime) -> HttpResponse:
    """Redirect from an essay's old address to where it is now, or say that it was taken off.

    Http404 where there never was one, and where it is still to come.
    """
    moved = find_moved(slug, now)
    if moved is not None:
        return redirect(moved, permanent=True)
    if is_gone(slug):
        return error_page(request, HTTPStatus.GONE)
    raise Http404


@require_safe
@public_page
def show_series(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the parts of a series in their order; a series with nothing to read is not there."""
    series = Series.objects.filter(slug=slug).first()
    if series is None:
        return lead_to_list(Series, slug)
    parts = list(parts_to_read(series, timezone.now()))
    if not parts:
        raise Http404
    return render(
        request, "articles/series_detail.html", {"series": series, "parts": parts, "meta": series_meta(series, parts)}
    )


@require_safe
@public_page
def search_essays(request: HttpRequest) -> HttpResponse:
    """Show the essays that have the words asked for; where the words speak of danger, help stands first.

    What is asked for is stored nowhere and in no log. Who asks without end is held up.
    """
    form = SearchForm(request.GET if "q" in request.GET else {"q": ""})
    words = form.cleaned_data["q"] if form.is_valid() else ""
    if words and not spend("search", client_address(request), limit=SEARCHES_AN_ADDRESS, per=timedelta(minutes=10)):
        return too_many(request)
    page, now = form.asked_page(), timezone.now()
    found = find_essays(words, now, page=page, literally=form.is_literal())
    if page > 1 and not found.hits:
        raise Http404
    query = words or form.shown_query()
    has_more = page * HITS_A_PAGE < min(found.total, MOST_HITS)
    context = {
        "query": query,
        "error": next(iter(form.errors.get("q", [])), ""),
        "found": found,
        "most_hits": MOST_HITS if found.total > MOST_HITS else 0,
        "typed_url": search_url(words, literally=True) if found.corrected else "",
        "earlier_url": search_url(words, page - 1, literally=form.is_literal()) if page > 1 else "",
        "later_url": search_url(words, page + 1, literally=form.is_literal()) if has_more else "",
        "needs_help": has_danger_words(query) or has_danger_words(found.corrected),
        "topics": [] if found.hits else topics_in_use(now),
        "newest": [] if found.hits or not words else listed(now)[:NEWEST],
        "meta": PageMeta(reverse("essay_search"), _("Search the essays"), is_indexed=False),
    }
    return render(request, "articles/essay_search.html", context)


def search_url(words: str, page: int = 1, *, literally: bool = False) -> str:
    """Return the address of a page of what a search finds."""
    asked = {"q": words} | ({"page": str(page)} if page > 1 else {}) | ({"as": AS_TYPED} if literally else {})
    return f"?{urlencode(asked)}"
