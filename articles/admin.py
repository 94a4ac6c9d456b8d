"""The essays on the desk."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.desk_old_paths import OldPathAdmin
from articles.models import Essay, OldAddress, OldPath, Revision, Topic
from articles.services import mark_reviewed, save_edited
from articles.slugs import refuse_reserved
from practice.dated_lists import DatedListAdmin
from practice.desk_columns import said
from practice.desk_filters import DoneFilter
from practice.models import Practice
from practice.written import WrittenBySiteAdmin

FIELDS = (
    *("title", "slug", "summary", "topic", "language", "body", "scene", "content_note", "has_crisis_block", "tonight"),
    *("worksheet_slug", "takes_reflections", "state", "publish_at", "reviewed_by", "reviewed_on"),
)


class EssayForm(forms.ModelForm[Essay]):
    """The editor: the text as HTML, which is sanitised when it is saved."""

    class Meta:
        model = Essay
        fields = FIELDS
        widgets = {
            "body": forms.Textarea(attrs={"rows": 30, "cols": 90}),
            "content_note": forms.Textarea(attrs={"rows": 4, "cols": 90}),
            "tonight": forms.Textarea(attrs={"rows": 3, "cols": 90}),
        }

    def clean_slug(self) -> str:
        """Refuse the addresses that the site itself needs."""
        slug = str(self.cleaned_data["slug"])
        refuse_reserved(slug)
        return slug


UPDATED, SAVED = said(Essay, "updated_at"), said(Revision, "saved_at")


@admin.register(Essay)
class EssayAdmin(DatedListAdmin[Essay]):
    """Write, schedule and review essays."""

    form = EssayForm
    list_display = ("title", "state", said(Essay, "publish_at"), "topic", "reviewed_on")
    list_filter = ("state", "topic", ("reviewed_on", DoneFilter), "language")
    list_select_related = ("topic",)
    search_fields = ("title", "summary")
    date_hierarchy = "publish_at"
    prepopulated_fields = {"slug": ("title",)}
    readonly_fields = ("reading_minutes", UPDATED)
    actions = ("mark_as_read",)
    fieldsets = (
        (None, {"fields": ("title", "slug", "summary", "topic", "language", "body")}),
        (
            _("Around the text"),
            {
                "fields": (
                    *("scene", "content_note", "has_crisis_block", "tonight", "worksheet_slug"),
                    "takes_reflections",
                )
            },
        ),
        (_("When it appears"), {"fields": ("state", "publish_at")}),
        (_("Read as a clinician"), {"fields": ("reviewed_by", "reviewed_on")}),
        (_("Worked out"), {"fields": ("reading_minutes", UPDATED)}),
    )

    def save_model(self, request: HttpRequest, obj: Essay, form: Any, change: bool) -> None:
        """Save through the service, which keeps the text as it was."""
        assert request.user.is_authenticated
        save_edited(essay=obj, by=request.user, now=timezone.now())

    def view_on_site(self, obj: Essay) -> str | None:
        """Return the page's address once it may be read."""
        is_shown = Essay.objects.published().filter(pk=obj.pk).exists()
        return obj.get_absolute_url() if is_shown else None

    @admin.action(description=_("I have read this as a clinician"), permissions=["change"])
    def mark_as_read(self, request: HttpRequest, queryset: Any) -> None:
        """Mark the chosen essays with the therapist's name and today's date."""
        name = Practice.load().therapist_name
        marked = mark_reviewed(essays=queryset, by=name, on=timezone.localdate())
        text = ngettext("%(number)d essay is marked as read.", "%(number)d essays are marked as read.", marked)
        self.message_user(request, text % {"number": marked}, messages.SUCCESS)


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin[Topic]):
    """What essays are about."""

    list_display = ("name", "summary")
    prepopulated_fields = {"slug": ("name",)}


@admin.register(Revision)
class RevisionAdmin(WrittenBySiteAdmin[Revision]):
    """What essays were before."""

    list_display = ("essay", SAVED, "saved_by")
    fields = readonly_fields = ("essay", SAVED, "saved_by", "title", "body")
    list_select_related = ("essay", "saved_by")


@admin.register(OldAddress)
class OldAddressAdmin(WrittenBySiteAdmin[OldAddress]):
    """Where essays used to be."""

    list_display = ("slug", "essay")
    list_select_related = ("essay",)


admin.site.register(OldPath, OldPathAdmin)
