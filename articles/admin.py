"""The essays on the desk."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.desk_deleting import DeletesWithCare
from articles.desk_drafts import KeepsDrafts
from articles.desk_life import LivingAdmin
from articles.desk_lists import ListedAdmin
from articles.desk_old_paths import OldPathAdmin
from articles.desk_reading import ReadAsClinician, ReadFilter
from articles.desk_series import SeriesAdmin
from articles.desk_writing import EssayForm
from articles.models import Essay, OldAddress, OldListAddress, OldPath, Revision, Series, Topic
from articles.revising import WORDS
from articles.selectors import TEXTS_OF_ITS_ESSAY
from articles.services import save_edited
from practice.dated_lists import DatedListAdmin
from practice.desk_columns import said
from practice.desk_filters import LanguageFilter, OrNoneFilter
from practice.written import WrittenBySiteAdmin

UPDATED, SAVED = said(Essay, "updated_at"), said(Revision, "saved_at")


@admin.register(Essay)
class EssayAdmin(KeepsDrafts, LivingAdmin, DeletesWithCare, ReadAsClinician, DatedListAdmin[Essay]):
    """Write, schedule and review essays."""

    form = EssayForm
    list_display = ("title", "standing", said(Essay, "publish_at"), "topic", "was_read")
    list_filter = (
        "state",
        ("topic", OrNoneFilter),
        ("series", OrNoneFilter),
        ("reviewed_on", ReadFilter),
        ("language", LanguageFilter),
    )
    list_select_related = ("topic",)
    search_fields = ("title", "summary")
    date_hierarchy = "publish_at"
    prepopulated_fields = {"slug": ("title",)}
    readonly_fields = ("reading_minutes", UPDATED)
    fieldsets = (
        (None, {"fields": ("title", "body")}),
        (_("In lists and searches"), {"fields": ("summary", "topic", "slug", "language", "scene")}),
        (_("Series"), {"fields": ("series", "part")}),
        (_("With care"), {"fields": ("content_note", "has_crisis_block")}),
        (_("At the end of it"), {"fields": ("tonight", "worksheet_slug", "takes_reflections")}),
        (_("When it appears"), {"fields": ("state", "publish_at")}),
        (_("Worked out"), {"fields": ("reading_minutes", UPDATED)}),
    )

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Return the field of the form; beside a topic or a series one can be added or renamed, not deleted.

        An hour is shown to the minute.
        """
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = field.widget.can_view_related = False
        if field and db_field.name == "publish_at":
            field.widget.widgets[1].format = "%H:%M"  # nobody publishes by the second
        return field

    def save_model(self, request: HttpRequest, obj: Essay, form: Any, change: bool) -> None:
        """Save through the service, which keeps the text as it was."""
        assert request.user.is_authenticated
        save_edited(essay=obj, by=request.user, now=timezone.now())

    def view_on_site(self, obj: Essay) -> str | None:
        """Return the page's address once it may be read."""
        is_shown = Essay.objects.published().filter(pk=obj.pk).exists()
        return obj.get_absolute_url() if is_shown else None


@admin.register(Topic)
class TopicAdmin(ListedAdmin, admin.ModelAdmin[Topic]):
    """What essays are about."""

    fields = ("name", "slug", "summary")
    list_display = ("name", "summary")
    prepopulated_fields = {"slug": ("name",)}


admin.site.register(Series, SeriesAdmin)


@admin.register(Revision)
class RevisionAdmin(WrittenBySiteAdmin[Revision]):
    """What essays were before."""

    list_display = ("essay", SAVED, "saved_by")
    fields = readonly_fields = ("essay", SAVED, "saved_by", *(name.removesuffix("_id") for name in WORDS))
    list_select_related = ("essay", "saved_by")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave the long texts where they are: a list would fetch two for each line."""
        return super().get_queryset(request).defer("body", *TEXTS_OF_ITS_ESSAY)


@admin.register(OldAddress)
class OldAddressAdmin(WrittenBySiteAdmin[OldAddress]):
    """Where essays used to be."""

    list_display = ("slug", "essay")
    list_select_related = ("essay",)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave the long texts where they are."""
        return super().get_queryset(request).defer(*TEXTS_OF_ITS_ESSAY)


@admin.register(OldListAddress)
class OldListAddressAdmin(WrittenBySiteAdmin[OldListAddress]):
    """Where topics and series used to be."""

    list_display = ("slug", "topic", "series")
    list_select_related = ("topic", "series")


admin.site.register(OldPath, OldPathAdmin)
