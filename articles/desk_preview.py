"""An essay as readers would see it, from what stands in the form at this moment; nothing is stored.

The page is asked for by a script, which shows it beside the form together with the check list, or without one by a
button, in a tab of its own. Either way it is the public page: the same template, filled by the same function.
"""

import re
from base64 import b64encode
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST

from articles.art_views import drawn
from articles.desk_access import may_write
from articles.desk_checks import check_list, told
from articles.draft_words import essay_as_typed, form_of
from articles.drafts import essay_number
from articles.models import Essay
from articles.pages import page_for_few
from articles.selectors import surroundings, with_companions
from practice import desk
from practice.desk import Page

SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)


def register_pages() -> None:
    """Put it on the desk."""
    desk.register_pages(Page("essay_preview", "essays/preview/", preview))


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """Show the page of the essay that stands in the form; to a script, give it together with the check list."""
    may_write(request)
    now = timezone.now()
    essay = essay_as_typed(form_of(request, stored_essay(essay_number(request.POST)), request.POST))
    if request.headers.get("Accept") != "application/json":
        return HttpResponse(render_preview(request, essay, now), headers={"X-Robots-Tag": "noindex"})
    checks = render_to_string("admin/articles/essay/_check_list.html", told(check_list(essay, now)), request)
    return JsonResponse({"checks": checks, "page": render_preview(request, essay, now)})


def stored_essay(pk: int | None) -> Essay | None:
    """Return an essay with what rooms above add to its page; None where there is none."""
    return with_companions(Essay.objects.all()).filter(pk=pk).first() if pk else None


def render_preview(request: HttpRequest, essay: Essay, now: datetime) -> str:
    """Return the public page as it would be: without its scripts, and with its picture, which strangers cannot ask for.

    Whatever the scripts do is not part of how a page looks, and the frame in which it is shown lets none run. An essay
    without a date is shown as if it were published at `now`.
    """
    essay.publish_at = (essay.publish_at or now).astimezone(UTC)
    page = page_for_few(essay, surroundings(essay, now), picture_within(essay))
    return SCRIPT.sub("", render_to_string("articles/essay_as_typed.html", page, request))


def picture_within(essay: Essay) -> str:
    """Return the picture of an essay as an address that holds it."""
    return f"data:image/svg+xml;base64,{b64encode(drawn(essay.picture_word, essay.scene).encode()).decode()}"
