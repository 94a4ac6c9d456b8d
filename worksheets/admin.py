"""Worksheets at the therapist's desk: what is asked and who was given what; never what anyone answered.

Answers and snapshots are not registered, nothing here counts or names them, and what would have to delete one is not
offered: the page that asks “are you sure?” lists everything that would go.
"""

import json
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Client
from practice.desk_columns import said
from practice.models import Practice
from worksheets.given import tell_of
from worksheets.models import Answer, Assignment, Version, Worksheet
from worksheets.prompts import PromptError, parse_prompts
from worksheets.services import copy_version, is_started, mark_reviewed


class IndentedEncoder(json.JSONEncoder):
    """Write data so that a person can read and change it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "indent": 2})


class VersionForm(forms.ModelForm[Version]):
    """A version; its prompts are checked before they are kept."""

    prompts = forms.JSONField(
        label=_("prompts"),
        encoder=IndentedEncoder,
        widget=forms.Textarea(attrs={"rows": 30, "cols": 100, "spellcheck": "false"}),
        help_text=_("A list. Each prompt has an id, a kind (short, long, scale, choices or checklist) and a label."),
    )

    class Meta:
        model = Version
        fields = ["worksheet", "intro", "prompts", "outro", "minutes"]

    def clean_prompts(self) -> Any:
        """Refuse prompts that cannot be asked, with the sentence that says why."""
        prompts = self.cleaned_data["prompts"]
        try:
            parse_prompts(prompts)
        except PromptError as error:
            raise forms.ValidationError(str(error)) from None
        return prompts


@admin.register(Worksheet)
class WorksheetAdmin(admin.ModelAdmin[Worksheet]):
    """A worksheet; what it asks is in its versions."""

    list_display = ["title", "slug", "is_in_library"]
    list_filter = ["is_in_library"]
    search_fields = ["title"]
    fields = ["title", "slug", "essay", "is_in_library"]

    def has_delete_permission(self, request: HttpRequest, obj: Worksheet | None = None) -> bool:
        """Let go only of what she made herself and nobody was given or began; others leave the library instead."""
        if obj is None:
            return False
        is_used = Answer.objects.filter(version__worksheet=obj).exists() or obj.assignments.exists()
        is_shipped = obj.versions.filter(is_shipped=True).exists()
        return not is_used and not is_shipped and super().has_delete_permission(request, obj)


@admin.register(Version)
class VersionAdmin(admin.ModelAdmin[Version]):
    """What a worksheet asks. One that someone began can only be read and copied."""

    form = VersionForm
    list_display = ["worksheet", "number", "minutes", "reviewed_by", "reviewed_on"]
    list_filter = ["worksheet"]
    list_select_related = ["worksheet"]
    fields = ["worksheet", "number", "minutes", "intro", "prompts", "outro", "reviewed_by", "reviewed_on"]
    readonly_fields = ["number", "reviewed_by", "reviewed_on"]
    actions = ["copy_as_new", "mark_as_read"]

    def has_change_permission(self, request: HttpRequest, obj: Version | None = None) -> bool:
        """Keep a version as it is once someone began it."""
        return super().has_change_permission(request, obj) and not (obj and is_started(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Version | None = None) -> bool:
        """Versions are followed, not deleted."""
        return False

    def save_model(self, request: HttpRequest, obj: Version, form: Any, change: bool) -> None:
        """Number a new version; what she changed is hers, no longer what came with the software."""
        if not change:
            newest = obj.worksheet.versions.order_by("-number").first()
            obj.number = newest.number + 1 if newest else 1
        obj.is_shipped = False
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Copy as a new version, to be changed"), permissions=["add"])
    def copy_as_new(self, request: HttpRequest, queryset: QuerySet[Version]) -> None:
        """Copy each version that is selected."""
        for version in queryset:
            copy = copy_version(version=version, now=timezone.now())
            messages.success(request, gettext("Version %(number)d is ready to be changed.") % {"number": copy.number})

    @admin.action(description=_("I have read this and stand by it"), permissions=["view"])
    def mark_as_read(self, request: HttpRequest, queryset: QuerySet[Version]) -> None:
        """Note her name and the day."""
        for version in queryset:
            mark_reviewed(version=version, by=Practice.load().therapist_name, on=timezone.localdate())


class AssignmentForm(forms.ModelForm[Assignment]):
    """What is given, and for something new whether the client is told by email."""

    AS_WISHED, YES, NO = "as wished", "yes", "no"

    tells = forms.ChoiceField(
        label=_("Tell the client by email"),
        help_text=_("One neutral line: something new waits in your space. It names nothing of what it is."),
        choices=[
            (AS_WISHED, _("If the client chose to be reached by email only")),
            (YES, _("Yes")),
            (NO, _("No")),
        ],
        initial=AS_WISHED,
        required=False,
    )

    @property
    def is_to_tell(self) -> bool:
        """Whether the client is told; left empty, as she wished."""
        said = self.cleaned_data.get("tells") or self.AS_WISHED
        by_email_only = self.instance.client.reach == Client.Reach.EMAIL
        return said == self.YES or (said == self.AS_WISHED and by_email_only)


@admin.register(Assignment)
class AssignmentAdmin(admin.ModelAdmin[Assignment]):
    """Who was given which worksheet. Whether it was begun is the client's own affair."""

    list_display = ["client", "worksheet", "due_on", "is_before_next_session", said(Assignment, "assigned_at")]
    list_select_related = ["client", "worksheet"]
    form = AssignmentForm

    def get_fields(self, request: HttpRequest, obj: Assignment | None = None) -> Any:
        """Ask only about something new whether the client is told."""
        own = ["client", "worksheet", "note", "due_on", "is_before_next_session"]
        return own if obj else [*own, "tells"]

    def save_model(self, request: HttpRequest, obj: Assignment, form: Any, change: bool) -> None:
        """Store it, and with something new tell the client if she is to be told."""
        super().save_model(request, obj, form, change)
        if not change and form.is_to_tell:
            tell_of(obj, timezone.now())

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer clients in care only."""
        if db_field.name == "client":
            kwargs["queryset"] = Client.objects.active()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
