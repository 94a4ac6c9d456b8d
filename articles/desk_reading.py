"""“I have read this as a clinician”: an act of its own, from the list of essays or from the page of one."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles.desk_access import may_write
from articles.models import Essay
from articles.reviewing import mark_reviewed, unmark_reviewed
from practice import desk
from practice.desk import Page
from practice.desk_filters import DoneFilter
from practice.models import Practice

READ = _("read as a clinician")

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Essay]
else:
    Base = object


class ReadFilter(DoneFilter):
    """The list's filter, under the name of its column."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = READ


class ReadAsClinician(Base):
    """The list's column and its act."""

    actions = ("mark_as_read",)

    @admin.display(description=READ, ordering="reviewed_on")
    def was_read(self, essay: Essay) -> str:
        """When it was read, and whether it says something else since."""
        if essay.reviewed_on is None:
            return gettext("not yet")
        day = date_format(essay.reviewed_on, "j M Y")
        return gettext("%(day)s, changed since") % {"day": day} if essay.is_changed_since_read else day

    @admin.action(description=_("I have read this as a clinician"), permissions=["change"])
    def mark_as_read(self, request: HttpRequest, queryset: Any) -> None:
        """Mark the chosen essays with the therapist's name and today's date."""
        marked = mark_reviewed(essays=queryset, by=Practice.load().therapist_name, now=timezone.now())
        text = ngettext("%(number)d essay is marked as read.", "%(number)d essays are marked as read.", marked)
        self.message_user(request, text % {"number": marked}, messages.SUCCESS)


@require_POST
def mark_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one essay as read, or take its mark away (`take=away`); then show it again.

    Only the text that the page showed is marked (`seen`, its digest): another tab may have stored other words since.
    """
    may_write(request)
    essay = get_object_or_404(Essay, pk=pk)
    if request.POST.get("take") == "away":
        unmark_reviewed(essay=essay, now=timezone.now())
        messages.success(request, gettext("The mark is taken away. The page says that it awaits review."))
    elif request.POST.get("seen") != essay.text_digest:
        text = gettext(
            "The essay was changed after this page was opened. Read it as it stands now, then say so once more."
        )
        messages.warning(request, text)
    else:
        mark_reviewed(essays=[essay], by=Practice.load().therapist_name, now=timezone.now())
        messages.success(request, gettext("Noted: you have read this essay as a clinician, as it stands now."))
    return redirect("admin:articles_essay_change", essay.pk)


def register_pages() -> None:
    """Put the page on the desk."""
    desk.register_pages(Page("essay_read", "essays/<int:pk>/read/", mark_one))
