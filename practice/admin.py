"""The practice's own data on the desk."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practice.admin_messages import OutgoingMessageAdmin
from practice.desk_columns import said
from practice.desk_filters import DoneFilter
from practice.marks import say_marked
from practice.models import ContactMessage, HelpLine, OutgoingMessage, PolicyText, Practice, Processor, Referral
from practice.portrait import LARGEST_FILE, PictureError, redraw
from practice.shipped import markdown
from practice.texts import is_in_use
from practice.written import WrittenBySiteAdmin


class PracticeForm(forms.ModelForm[Practice]):
    """The details, with a portrait as a file."""

    portrait_file = forms.FileField(
        label=_("portrait"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("A JPEG, PNG or WebP of up to 8 MB. It is drawn anew, without place or camera."),
    )
    portrait_away = forms.BooleanField(label=_("take the portrait away"), required=False)

    class Meta:
        model = Practice
        exclude = ("portrait",)  # noqa: DJ006 the admin's fieldsets name the fields

    def clean_portrait_file(self) -> bytes | None:
        """Return the picture drawn anew."""
        file = self.cleaned_data["portrait_file"]
        if file is None:
            return None
        try:
            return redraw(file.read(LARGEST_FILE + 1))
        except PictureError:
            raise forms.ValidationError(_("This is not a JPEG, PNG or WebP of up to 8 MB."), code="picture") from None

    def clean(self) -> dict[str, Any]:
        """Want a portrait's words beside it, for those who cannot see it."""
        cleaned = super().clean() or {}
        if cleaned.get("portrait_file") and not cleaned.get("portrait_alt"):
            self.add_error("portrait_alt", _("Say in words what the portrait shows."))
        return cleaned


@admin.register(Practice)
class PracticeAdmin(admin.ModelAdmin[Practice]):
    """The one row of details; a blank field shows nothing anywhere."""

    form = PracticeForm
    readonly_fields = ("details_checked_on", "test_mail_seen_on")
    fieldsets = (
        (None, {"fields": ("name", "therapist_name", "languages", "answers_within")}),
        (
            _("Training and registration"),
            {"fields": ("doctor_of", "qualification", "registration_number", "registration_issuer")},
        ),
        (
            _("Address"),
            {"fields": ("street", "area", "city", "postal_code", "country", "directions", "step_free_access")},
        ),
        (_("Portrait"), {"fields": ("portrait_file", "portrait_alt", "portrait_away")}),
        (_("Reaching the practice"), {"fields": ("phone", "whatsapp", "email")}),
        (_("Checked"), {"fields": ("details_checked_on", "test_mail_seen_on")}),
    )

    def save_model(self, request: HttpRequest, obj: Practice, form: Any, change: bool) -> None:
        """Save the details; doing so says that they were checked."""
        obj.details_checked_on = timezone.localdate()
        if form.cleaned_data.get("portrait_away"):
            obj.portrait = None
        if drawn := form.cleaned_data.get("portrait_file"):
            obj.portrait = drawn
        super().save_model(request, obj, form, change)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """There is one row."""
        return not Practice.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The row stays."""
        return False


class PolicyTextForm(forms.ModelForm[PolicyText]):
    """A text as HTML, sanitised before it is stored."""

    class Meta:
        model = PolicyText
        fields = ("kind", "slug", "version", "language", "title", "summary", "body", "starts_on", "is_reviewed")
        widgets = {"body": forms.Textarea(attrs={"rows": 30, "cols": 90})}

    def clean_body(self) -> str:
        """Return the text with nothing in it but what a page of words needs."""
        return markdown.clean(self.cleaned_data["body"])


@admin.register(PolicyText)
class PolicyTextAdmin(admin.ModelAdmin[PolicyText]):
    """The texts. A version that people have agreed to is only followed by another, never changed."""

    form = PolicyTextForm
    list_display = ("title", "kind", "version", "language", "starts_on", "is_reviewed")
    list_filter = ("kind", "language", "is_reviewed")
    actions = ("mark_as_approved",)

    def get_readonly_fields(self, request: HttpRequest, obj: PolicyText | None = None) -> list[str]:
        """Lock every field of a version that people have agreed to, but for the mark that it was read."""
        if obj is None or not is_in_use(obj):
            return []
        return [field.name for field in PolicyText._meta.fields if field.name not in {"id", "is_reviewed"}]

    def has_delete_permission(self, request: HttpRequest, obj: PolicyText | None = None) -> bool:
        """A version in use stays; without a row in hand nothing is deleted in bulk."""
        return obj is not None and not is_in_use(obj)

    @admin.action(description=_("I have read this text and approve it"), permissions=["change"])
    def mark_as_approved(self, request: HttpRequest, queryset: Any) -> None:
        """Mark the chosen texts."""
        say_marked(self, request, queryset.update(is_reviewed=True))


@admin.register(HelpLine)
class HelpLineAdmin(admin.ModelAdmin[HelpLine]):
    """Numbers to call. The day of the last check is shown to the public."""

    list_display = ("name", "country_name", "number", "kind", "hours", "cost", "checked_on", "is_shown")
    list_filter = ("country_name", "kind", ("checked_on", DoneFilter), "is_shown")
    search_fields = ("name", "number")
    actions = ("mark_as_checked",)

    @admin.action(description=_("I have checked these numbers today"), permissions=["change"])
    def mark_as_checked(self, request: HttpRequest, queryset: Any) -> None:
        """Give the chosen lines today's date."""
        say_marked(self, request, queryset.update(checked_on=timezone.localdate()))


@admin.register(Referral)
class ReferralAdmin(admin.ModelAdmin[Referral]):
    """Colleagues and services, shown while no requests or no new clients are taken."""

    list_display = ("name", "what", "link", "phone", "is_shown")


@admin.register(Processor)
class ProcessorAdmin(admin.ModelAdmin[Processor]):
    """The table on the privacy page."""

    list_display = ("what_for", "name", "country", "learns")


SENT, ANSWERED = said(ContactMessage, "sent_at"), said(ContactMessage, "answered_at")


@admin.register(ContactMessage)
class ContactMessageAdmin(WrittenBySiteAdmin[ContactMessage]):
    """Messages from the contact page. The list does not open what they say."""

    list_display = (SENT, "name", "email", ANSWERED)
    list_filter = (("answered_at", DoneFilter),)
    fields = readonly_fields = (SENT, "name", "email", "body", ANSWERED)
    actions = ("mark_as_answered",)

    @admin.action(description=_("I have answered these"), permissions=["view"])
    def mark_as_answered(self, request: HttpRequest, queryset: Any) -> None:
        """Give the chosen messages the time of their answer."""
        say_marked(self, request, queryset.filter(answered_at=None).update(answered_at=timezone.now()))


admin.site.register(OutgoingMessage, OutgoingMessageAdmin)
