"""The desk's page on which a link to the page of an unpublished essay is made, and ended."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from articles.desk_life import essay_of
from articles.previews import LASTS, PublicAlreadyError, end_preview, make_preview
from practice import desk
from practice.meta import absolute
from practice.times import say_here


@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest, pk: int) -> HttpResponse:
    """Show which links work (GET), and make one more, whose address is shown this once (POST)."""
    essay, now, made = essay_of(request, pk), timezone.now(), ""
    if request.method == "POST":
        try:
            made = absolute(reverse("essay_preview", args=[make_preview(essay=essay, now=now)]))
        except PublicAlreadyError:
            messages.info(request, _("This essay is published, so its own address shows it to anyone."))
            return redirect("admin:articles_essay_change", essay.pk)
    working = essay.preview_links.filter(until__gt=now)
    context = {
        "title": _("Preview of “%s”") % essay.title,
        "essay": essay,
        "is_public": essay.is_public(now),
        "made": made,
        "days": LASTS.days,
        "links": [(link, say_here(link.made_at), say_here(link.until)) for link in working],
    }
    return render(request, "admin/essay_preview_links.html", {**desk.context_of(request), **context})


@require_POST
def end(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    """End a link; one that is over already stays so."""
    essay = essay_of(request, pk)
    found = essay.preview_links.filter(pk=link).first()
    if found is not None:
        end_preview(link=found)
    messages.success(request, _("Ended: that link shows nothing any more."))
    return redirect("admin:essay_preview_links", essay.pk)
