"""Deleting an essay at the desk: what goes, what readers find from then on, and the kinder way."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Essay
from articles.services import delete_essay, since_when_public

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Essay]
else:
    Base = object


class DeletesWithCare(Base):
    """The page that asks before an essay is deleted, and the deleting."""

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Ask first, and say in words what goes."""
        found = self.get_object(request, unquote(object_id))
        asked = question_of(found, timezone.now()) if found else {}
        return super().delete_view(request, object_id, {**(extra_context or {}), **asked})

    def delete_model(self, request: HttpRequest, obj: Essay) -> None:
        """Delete an essay; the addresses at which it was public go on to say that it is gone."""
        delete_essay(essay=obj, now=timezone.now())

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """Delete several."""
        for essay in queryset:
            delete_essay(essay=essay, now=timezone.now())


def question_of(essay: Essay, now: datetime) -> dict[str, Any]:
    """Return what the page says before an essay is deleted; six queries."""
    was_public = since_when_public(essay, now) is not None
    return {
        "title": _("Delete “%(title)s”?") % {"title": essay},
        "goes": what_goes(essay),
        "found": what_is_found(essay.old_addresses.count()) if was_public else "",
        "can_be_taken_off": essay.state == Essay.State.PUBLISHED,
        "is_taken_off": was_public and essay.state != Essay.State.PUBLISHED,
    }


def what_goes(essay: Essay) -> list[str]:
    """Return line by line what is deleted with an essay beside its words."""
    versions, links = essay.revisions.count(), essay.preview_links.count()
    reflections, unsaved = essay.reflections.count(), essay.drafts.unsaved().count()
    lines = (
        (versions, ngettext("%(number)d version of its words", "%(number)d versions of its words", versions)),
        (reflections, ngettext("%(number)d reflection of readers", "%(number)d reflections of readers", reflections)),
        (unsaved, ngettext("%(number)d page with unsaved words", "%(number)d pages with unsaved words", unsaved)),
        (links, ngettext("%(number)d preview link", "%(number)d preview links", links)),
    )
    return [words % {"number": number} for number, words in lines if number]


def what_is_found(earlier: int) -> str:
    """Return what readers find, once it is deleted, where an essay was public and at its earlier addresses."""
    if not earlier:
        return _("Whoever comes to its page reads “This was taken off”.")
    words = ngettext(
        "Whoever comes to its page, or to its earlier address, reads “This was taken off”.",
        "Whoever comes to its page, or to one of its %(number)d earlier addresses, reads “This was taken off”.",
        earlier,
    )
    return words % {"number": earlier}
