"""Worksheets at the therapist's desk: what is asked and who was given what; never what anyone answered.

Answers and snapshots are not registered, nothing here counts or names them, and what would have to delete one is not
offered: the page that asks “are you sure?” lists everything that would go.
"""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextInputWidget, RelatedFieldWidgetWrapper
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Client
from practice.desk_columns import said
from practice.fields import LineField
from practice.models import Practice
from worksheets.drafts import start_worksheet
from worksheets.due import say_by_when, with_sessions
from worksheets.models import Assignment, Version, Worksheet
from worksheets.names import free_name
from worksheets.services import copy_version, give_worksheet, mark_reviewed
from worksheets.telling import TellsField, is_to_tell, say_told

GIVEN = said(Assignment, "assigned_at")


class PlainChoices(admin.ModelAdmin[Any]):
    """An admin whose choices of other rows are no door to them: on a phone a slip would change or delete an essay."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Return the field without the marks beside it."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field


class WorksheetForm(forms.ModelForm[Worksheet]):
    """A worksheet; one that stands in an essay says in which."""

    def clean(self) -> dict[str, Any]:
        """Refuse an exercise that stands nowhere."""
        cleaned = super().clean() or {}
        if cleaned.get("is_exercise") and not cleaned.get("essay"):
            self.add_error("essay", gettext("Choose the essay in which the exercise stands."))
        return cleaned


@admin.register(Worksheet)
class WorksheetAdmin(PlainChoices):
    """A worksheet; what it asks is in its versions."""

    list_display = ["title", "state", "is_in_library"]
    list_filter = ["is_in_library"]
    search_fields = ["title"]
    form = WorksheetForm
    readonly_fields = ["slug"]
    change_form_template = "admin/worksheets/worksheet/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Worksheet]:
        """Read the versions along."""
        return super().get_queryset(request).prefetch_related("versions")

    @admin.display(description=_("what it asks"))
    def state(self, worksheet: Worksheet) -> str:
        """Which version clients are asked, and whether another is being built."""
        versions = list(worksheet.versions.all())
        opened = max((each.number for each in versions if not each.is_draft), default=0)
        words = gettext("version %(number)d, open to clients") % {"number": opened}
        found = [words if opened else gettext("not open yet")]
        return ", ".join([*found, *([gettext("a draft")] if any(each.is_draft for each in versions) else [])])

    def get_fields(self, request: HttpRequest, obj: Worksheet | None = None) -> Any:
        """Show the name for essays once there is one; it is made of the title."""
        return ["title", *(["slug"] if obj else []), "essay", "is_in_library", "is_exercise"]

    def save_model(self, request: HttpRequest, obj: Worksheet, form: Any, change: bool) -> None:
        """Give a new worksheet its name for essays, and begin its first draft along with it."""
        if not change:
            obj.slug = free_name(obj.title)
        super().save_model(request, obj, form, change)
        if not change:
            start_worksheet(worksheet=obj, now=timezone.now())

    def response_add(self, request: HttpRequest, obj: Worksheet, post_url_continue: Any = None) -> HttpResponse:
        """Go on to building it."""
        return redirect("admin:worksheet_build", obj.versions.get().pk)

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        """Show the way to what each version asks."""
        found = self.get_object(request, unquote(object_id))
        versions = {"versions": found.versions.all() if found else []}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **versions})

    def has_delete_permission(self, request: HttpRequest, obj: Worksheet | None = None) -> bool:
        """Let go only of what was never open to clients; others leave the library instead.

        Were it asked whether somebody began it, the answer could be read off this page.
        """
        if obj is None or obj.versions.opened().exists():
            return False
        return super().has_delete_permission(request, obj)


@admin.register(Version)
class VersionAdmin(admin.ModelAdmin[Version]):
    """The words around what a worksheet asks; its prompts have pages of their own. Once open it can only be read."""

    change_form_template = "admin/worksheets/version/change_form.html"
    list_display = ["worksheet", "number", "is_draft", "minutes", "reviewed_by", "reviewed_on"]
    list_filter = ["worksheet"]
    list_select_related = ["worksheet"]
    fields = ["worksheet", "number", "is_draft", "minutes", "intro", "outro", "reviewed_by", "reviewed_on"]
    readonly_fields = ["worksheet", "number", "is_draft", "reviewed_by", "reviewed_on"]
    actions = ["copy_as_new", "mark_as_read"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A version begins as a draft: with a new worksheet, or from one that is open."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Version | None = None) -> bool:
        """Keep a version as it is once it is open; were it once somebody began it, this page would tell that."""
        return super().has_change_permission(request, obj) and not (obj and not obj.is_draft)

    def has_delete_permission(self, request: HttpRequest, obj: Version | None = None) -> bool:
        """Versions are followed, not deleted."""
        return False

    def save_model(self, request: HttpRequest, obj: Version, form: Any, change: bool) -> None:
        """Note that what she changed is hers, no longer what came with the software."""
        obj.is_shipped = False
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Copy as a new version, to be changed"), permissions=["view"])
    def copy_as_new(self, request: HttpRequest, queryset: QuerySet[Version]) -> None:
        """Copy each version that is selected."""
        for version in queryset:
            copy = copy_version(version=version, now=timezone.now())
            words = {"number": copy.number, "title": version.worksheet}
            messages.success(request, gettext("%(title)s: version %(number)d is a draft to be changed.") % words)

    @admin.action(description=_("I have read this and stand by it"), permissions=["view"])
    def mark_as_read(self, request: HttpRequest, queryset: QuerySet[Version]) -> None:
        """Note her name and the day."""
        for version in queryset:
            mark_reviewed(version=version, by=Practice.load().therapist_name, on=timezone.localdate())


class AssignmentForm(forms.ModelForm[Assignment]):
    """What is given, and for something new whether the client is told by email."""

    class Meta:
        labels: ClassVar[dict[str, Any]] = {"due_on": _("By this day")}
        widgets: ClassVar[dict[str, Any]] = {"due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    note = LineField(
        label=_("A word to the client"),
        max_length=300,
        required=False,
        widget=AdminTextInputWidget(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    tells = TellsField(
        help_text=_("One neutral line: something new waits in your space. It names nothing of what it is.")
    )

    def clean(self) -> dict[str, Any]:
        """Take one answer to “by when”, not two."""
        cleaned = super().clean() or {}
        if cleaned.get("due_on") and cleaned.get("is_before_next_session"):
            self.add_error("due_on", gettext("Choose a day, or “before the next session”, not both."))
        return cleaned


@admin.register(Assignment)
class AssignmentAdmin(PlainChoices):
    """Who was given which worksheet. Whether it was begun is the client's own affair."""

    list_display = ["client", "worksheet", "by_when", GIVEN]
    list_select_related = ["client", "worksheet"]
    list_filter = ["worksheet"]
    search_fields = ["client__name", "worksheet__title"]
    form = AssignmentForm

    def get_queryset(self, request: HttpRequest) -> QuerySet[Assignment]:
        """Read the next session of each client along."""
        return with_sessions(super().get_queryset(request), timezone.now())

    @admin.display(description=_("by"), ordering="due_on")
    def by_when(self, assignment: Assignment) -> str:
        """Say the day, by the desk's clock; a session that was moved or cancelled is followed."""
        return say_by_when(assignment)

    def get_fields(self, request: HttpRequest, obj: Assignment | None = None) -> Any:
        """Ask only about something new whether the client is told."""
        own = ["client", "worksheet", "note", "due_on", "is_before_next_session"]
        return [*own, GIVEN] if obj else [*own, "tells"]

    def get_readonly_fields(self, request: HttpRequest, obj: Assignment | None = None) -> Any:
        """Keep what was given to whom: another person is given it anew, also where care has ended meanwhile."""
        return ["client", "worksheet", GIVEN] if obj else []

    def save_model(self, request: HttpRequest, obj: Assignment, form: Any, change: bool) -> None:
        """Store what was changed; what is new is given, and the desk says who tells the client."""
        if change:
            super().save_model(request, obj, form, change)
            return
        tells = is_to_tell(form.cleaned_data.get("tells", ""), obj.client)
        give_worksheet(assignment=obj, now=timezone.now(), tells=tells)
        messages.info(request, say_told(obj.client, tells=tells))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer clients in care only, and worksheets that they can open."""
        if db_field.name == "client":
            kwargs["queryset"] = Client.objects.active()
        if db_field.name == "worksheet":
            kwargs["queryset"] = Worksheet.objects.filter(versions__is_draft=False).distinct()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
