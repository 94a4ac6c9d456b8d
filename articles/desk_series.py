"""The series on the desk, with the order of their parts."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.desk_life import say_state, series_of
from articles.desk_lists import ListedAdmin
from articles.models import Series
from articles.series import STEPS, in_order, move_part, parts_to_read


class SeriesAdmin(ListedAdmin, admin.ModelAdmin[Series]):
    """What essays belong together; which part an essay is is set here by moving it up or down."""

    list_display = ("title", "number_of_parts", "summary")
    prepopulated_fields = {"slug": ("title",)}
    search_fields = ("title", "summary")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Count the essays along."""
        return super().get_queryset(request).annotate(number=Count("essays"))

    @admin.display(description=gettext_lazy("essays"), ordering="number")
    def number_of_parts(self, series: Any) -> int:
        """Return how many essays there are in it, drafts too."""
        return int(series.number)

    def view_on_site(self, obj: Series) -> str | None:
        """Return the page's address once there is something to read."""
        return obj.get_absolute_url() if parts_to_read(obj, timezone.now()).exists() else None

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        """Show the parts in their order, with the ways to change it."""
        found = self.get_object(request, unquote(object_id))
        now = timezone.now()
        parts = [(each, say_state(each, now)) for each in in_order(found).defer("body", "contents")] if found else []
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "parts": parts})


@require_POST
def move(request: HttpRequest, pk: int, essay: int) -> HttpResponse:
    """Move a part up or down by one place."""
    series = series_of(request, pk)
    by = STEPS.get(request.POST.get("to", ""))
    if by is None:
        raise Http404
    part = get_object_or_404(in_order(series), pk=essay)
    if move_part(essay=part, by=by):
        messages.success(request, _("Moved: “%(title)s”") % {"title": part})
    return redirect("admin:articles_series_change", series.pk)
