"""The sessions in the admin. A session is never edited: acts are posted to views that call the services."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bookings import desk, desk_views
from bookings.errors import BookingError
from bookings.models import Booking, BookingEvent, DateOverride, SessionType, TimeOff, WorkingHours
from bookings.services import confirm_booking, decline_booking
from practice.samples import SampleAdmin
from practice.times import Place, say_short


@admin.register(SessionType)
class SessionTypeAdmin(SampleAdmin):
    """What can be asked for."""

    list_display = ["name", "length_minutes", "fee_rupees", "audience", "is_offered", "is_checked"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(WorkingHours)
class WorkingHoursAdmin(SampleAdmin):
    """When the practice is open."""

    list_display = ["weekday", "starts", "ends", "in_person", "video", "phone", "valid_from", "valid_to", "is_checked"]
    list_filter = ["weekday"]


@admin.register(DateOverride)
class DateOverrideAdmin(admin.ModelAdmin[DateOverride]):
    """The hours of one date."""

    list_display = ["date", "starts", "ends"]
    date_hierarchy = "date"


@admin.register(TimeOff)
class TimeOffAdmin(admin.ModelAdmin[TimeOff]):
    """Leave, holidays, an hour at the dentist."""

    list_display = ["starts_at", "ends_at", "label"]

    def save_model(self, request: HttpRequest, obj: TimeOff, form: Any, change: bool) -> None:
        """Save, and name the confirmed sessions that lie inside: none is touched."""
        super().save_model(request, obj, form, change)
        inside = Booking.objects.filter(
            practitioner=obj.practitioner, status="confirmed", starts_at__lt=obj.ends_at, ends_at__gt=obj.starts_at
        ).count()
        if inside:
            words = ngettext(
                "%(count)d confirmed session lies inside this time off. It stays as it is until you cancel or move it.",
                "%(count)d confirmed sessions lie inside this time off. They stay until you cancel or move them.",
                inside,
            )
            messages.warning(request, words % {"count": inside})


class EventInline(admin.TabularInline[BookingEvent, Booking]):
    """The history of a session."""

    model = BookingEvent
    fields = ("at", "by", "act", "from_status", "to_status", "reason_code", "note")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Events are written by the services alone."""
        return False


def clock_of(booking: Booking) -> Place:
    """Return the practice's clock; unlike `desk.home_place` it asks nothing for each row of a list."""
    return Place(booking.practitioner.zone, "")


SHOWN = (
    "when",
    "elsewhere",
    "how",
    "status",
    "answer_by",
    "name",
    "email",
    "client",
    "session_type",
    "fee_rupees",
    "note",
    "is_late_cancellation",
    "created_at",
)


@admin.register(Booking)
class BookingAdmin(admin.ModelAdmin[Booking]):
    """One session: read-only, with the acts that its status allows."""

    list_display = ["when", "name", "how", "status", "answer_by"]
    list_filter = ["status", "mode", "session_type"]
    search_fields = ["name", "email"]
    date_hierarchy = "starts_at"
    actions = ["confirm_selected", "decline_selected"]
    change_form_template = "admin/bookings/booking/change_form.html"
    inlines = [EventInline]
    fields = SHOWN
    readonly_fields = SHOWN

    def get_queryset(self, request: HttpRequest) -> QuerySet[Booking]:
        """Leave out drafts: an address that is not proved is nobody yet."""
        rows = super().get_queryset(request).exclude(status__in=[Booking.Status.DRAFT, Booking.Status.LAPSED])
        return rows.select_related("practitioner", "client", "session_type")

    def get_urls(self) -> list[URLPattern]:
        """Add the acts."""
        view = self.admin_site.admin_view
        acts = [
            path("<int:pk>/confirm/", view(desk_views.confirm), name="booking_confirm"),
            path("<int:pk>/decline/", view(desk_views.decline), name="booking_decline"),
            path("<int:pk>/cancel/", view(desk_views.cancel), name="booking_cancel"),
            path("<int:pk>/propose/", view(desk_views.propose), name="booking_propose"),
        ]
        return acts + super().get_urls()

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Sessions are asked for, or placed by a service."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing that happened is deleted."""
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the session with what can be done; a POST to this page changes nothing."""
        booking = self.get_object(request, object_id)
        now = timezone.now()
        is_waiting = bool(booking and booking.status == "requested" and booking.hold_until and booking.hold_until > now)
        context = {
            "row": desk.request_row(booking, now) if booking and is_waiting else None,
            "can_cancel": bool(booking and booking.status == "confirmed" and booking.starts_at > now),
            "show_save": False,
            "show_save_and_continue": False,
            **(extra_context or {}),
        }
        if request.method == "POST":
            return desk_views.not_here(request, object_id)
        return super().change_view(request, object_id, form_url, context)

    @admin.display(description=gettext_lazy("when"), ordering="starts_at")
    def when(self, booking: Booking) -> str:
        """Day, hour and zone."""
        return say_short(booking.starts_at, clock_of(booking))

    @admin.display(description=gettext_lazy("for the client"))
    def elsewhere(self, booking: Booking) -> str:
        """The hour where the client is."""
        return desk.request_row(booking, timezone.now()).elsewhere or _("the same time zone")

    @admin.display(description=gettext_lazy("how"))
    def how(self, booking: Booking) -> str:
        """The way in which it is held."""
        return booking.get_mode_display()

    @admin.display(description=gettext_lazy("answer by"), ordering="hold_until")
    def answer_by(self, booking: Booking) -> SafeString | str:
        """The deadline of a request."""
        if booking.status not in {"requested", "proposed"} or booking.hold_until is None:
            return ""
        return format_html("<strong>{}</strong>", say_short(booking.hold_until, clock_of(booking)))

    @admin.action(description=gettext_lazy("Confirm the chosen requests"))
    def confirm_selected(self, request: HttpRequest, chosen: QuerySet[Booking]) -> None:
        """Confirm one after the other, each decided again; say of each that could not be confirmed why."""
        for booking in chosen.order_by("hold_until"):
            try:
                confirm_booking(booking=booking, by=desk_views.user_of(request), now=timezone.now())
                messages.success(request, _("Confirmed: %(when)s.") % {"when": self.when(booking)})
            except BookingError as error:
                desk_views.explain(request, booking, error)

    @admin.action(description=gettext_lazy("Decline the chosen requests"))
    def decline_selected(self, request: HttpRequest, chosen: QuerySet[Booking]) -> None:
        """Decline one after the other."""
        for booking in chosen:
            try:
                decline_booking(booking=booking, by=desk_views.user_of(request), now=timezone.now())
                messages.success(request, _("Declined: %(when)s.") % {"when": self.when(booking)})
            except BookingError as error:
                desk_views.explain(request, booking, error)
