"""What of unsaved words has an address of its own on the desk: keeping them, looking at them, throwing them away."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from articles.desk_access import may_write
from articles.desk_drafts import TAKEN_UP, author_of
from articles.draft_words import differences, form_of, tell
from articles.drafts import (
    UnknownPageError,
    essay_number,
    find_draft,
    keep_draft,
    marks_in,
    sent_again,
    throw_away,
    words_in,
)
from articles.models import Essay, EssayDraft
from practice import desk
from practice.desk import Page
from practice.times import say_here

ROUTE = "essays/drafts/"


def register_pages() -> None:
    """Put them on the desk."""
    desk.register_pages(
        Page("essay_draft_keep", f"{ROUTE}keep/", keep),
        Page("essay_draft", f"{ROUTE}<uuid:key>/", show),
        Page("essay_draft_drop", f"{ROUTE}<uuid:key>/drop/", drop),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what stands on a page (POST); a GET gives a page whose sign-in was renewed its new token."""
    may_write(request)
    if request.method != "POST":
        return JsonResponse({"token": get_token(request)})
    try:
        draft = keep_draft(
            marks=marks_in(request.POST),
            words=words_in(request.POST),
            essay=essay_in(request),
            author=author_of(request),
            now=timezone.now(),
        )
    except UnknownPageError:
        return JsonResponse({}, status=HTTPStatus.BAD_REQUEST)
    said = _("Kept as a draft on %(when)s.") % {"when": say_here(draft.saved_at)}
    return JsonResponse({"count": draft.count, "said": said})


@require_safe
def show(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show what of a draft differs from what the essay says."""
    draft = get_draft(request, key)
    context = {
        "title": _("Words that were not saved"),
        "unsaved": tell(draft),
        "essay": draft.essay,
        "differences": differences(form_of(request, draft.essay, sent_again(draft.words))),
        "take_up_url": f"{page_of(draft)}?{urlencode({TAKEN_UP: str(draft.key)})}",
        "back": page_of(draft),
    }
    return render(request, "admin/articles/essay/draft.html", desk.context_of(request) | context)


@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: HttpRequest, key: UUID) -> HttpResponse:
    """Throw unsaved words away (POST), after a question."""
    draft = get_draft(request, key)
    if request.method == "POST":
        throw_away(draft=draft, now=timezone.now())
        said = _("Thrown away. The essay says what it said before.") if draft.essay else _("Thrown away.")
        messages.success(request, said)
        return redirect(page_of(draft))
    words = _("Throw away the words of %(when)s? They cannot be brought back.")
    if draft.essay:
        words = _("Throw away the words of %(when)s? They cannot be brought back. The essay itself stays as it is.")
    question = {"words": words % {"when": say_here(draft.saved_at)}, "button": _("Throw them away")}
    context = {"title": tell(draft).title, "question": question, "back": page_of(draft)}
    return render(request, "admin/worksheet_question.html", desk.context_of(request) | context)


def get_draft(request: HttpRequest, key: UUID) -> EssayDraft:
    """Return the author's own draft, or answer that there is none."""
    may_write(request)
    draft = find_draft(author_of(request), key)
    if draft is None:
        raise Http404
    return draft


def essay_in(request: HttpRequest) -> Essay | None:
    """Return the essay that a page is about; one that is gone meanwhile is written anew."""
    pk = essay_number(request.POST)
    return Essay.objects.filter(pk=pk).first() if pk else None


def page_of(draft: EssayDraft) -> str:
    """Return where the draft is written on."""
    if draft.essay is None:
        return reverse("admin:articles_essay_add")
    return reverse("admin:articles_essay_change", args=[draft.essay.pk])
