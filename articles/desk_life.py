"""How an essay stands, as the desk says it, and the desk's pages around that."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk_access import may_write
from articles.models import Essay, Revision, Series
from practice import desk
from practice.desk import Page
from practice.times import say_here

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Essay]
else:
    Base = object

SHOWN_VERSIONS = 5


class LivingAdmin(Base):
    """The admin of essays, as far as it is about their life."""

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def standing(self, essay: Essay) -> str:
        """Return whether it can be read."""
        return say_state(essay, timezone.now())

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        """Show how the essay stands, and the ways to its versions and previews."""
        found = self.get_object(request, unquote(object_id))
        life = {"life": life_of(found)} if found else {}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **life})


def register_pages() -> None:
    """Put the pages on the desk."""
    from articles import desk_previews, desk_series, desk_versions

    essay, series = "articles/essay/<int:pk>/", "articles/series/<int:pk>/"
    desk.register_pages(
        Page("essay_versions", f"{essay}versions/", desk_versions.show_versions),
        Page("essay_version", f"{essay}versions/<int:version>/", desk_versions.show_version),
        Page("essay_restore", f"{essay}versions/<int:version>/restore/", desk_versions.restore),
        Page("essay_preview_links", f"{essay}preview-links/", desk_previews.links),
        Page("essay_preview_end", f"{essay}preview-links/<int:link>/end/", desk_previews.end),
        Page("series_move", f"{series}parts/<int:essay>/move/", desk_series.move),
    )


def essay_of(request: HttpRequest, pk: int) -> Essay:
    """Return an essay for one of its pages on the desk; Http404 where there is none.

    Raises:
        PermissionDenied: whoever asks may not change essays.
    """
    may_write(request)
    return get_object_or_404(Essay, pk=pk)


def series_of(request: HttpRequest, pk: int) -> Series:
    """Return a series, likewise."""
    if not request.user.has_perm("articles.change_series"):
        raise PermissionDenied
    return get_object_or_404(Series, pk=pk)


def say_state(essay: Essay, now: datetime) -> str:
    """Return in a few words whether an essay can be read, for a list."""
    if essay.is_public(now):
        return _("published")
    if essay.state == Essay.State.PUBLISHED:
        return _("scheduled") if essay.publish_at else _("published, but without a day")
    if essay.first_public_at:
        return _("taken off")
    return _("draft") if essay.state == Essay.State.DRAFT else _("withdrawn")


def say_standing(essay: Essay, now: datetime) -> str:
    """Return who can read an essay, and from when."""
    day = {"day": say_here(essay.publish_at) if essay.publish_at else ""}
    if essay.is_public(now):
        return _("Published: since %(day)s anyone can read it.") % day
    if essay.state == Essay.State.PUBLISHED and essay.publish_at:
        return _("Scheduled: it appears by itself on %(day)s. Until then nobody can read it.") % day
    if essay.first_public_at:
        return _("Taken off: it was public once. Whoever comes to its page reads that it is no longer there.")
    return _("Not published: nobody can read it, but for those to whom you give a preview link.")


def life_of(essay: Essay) -> dict[str, Any]:
    """Return what the page of an essay says of its life."""
    versions: Any = Revision.objects.filter(essay=essay).select_related("saved_by").defer("body")
    now = timezone.now()
    return {
        "standing": say_standing(essay, now),
        "is_public": essay.is_public(now),
        "versions": [(each, say_here(each.saved_at)) for each in versions[:SHOWN_VERSIONS]],
        "number_of_versions": versions.count(),
    }
