"""The sessions in the admin. A session is never edited: acts are posted to views that call the services."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin import ReadOnlyInline
from accounts.reach import how_to_reach
from bookings import (
    desk,
    desk_again,
    desk_decline,
    desk_guardian,
    desk_marks,
    desk_series,
    desk_standing,
    desk_video,
    desk_views,
    history,
)
from bookings.addresses import address_of
from bookings.admin_acts import ActsAdmin
from bookings.admin_hours import DateOverrideAdmin, SessionTypeAdmin, TimeOffAdmin, WorkingHoursAdmin
from bookings.admin_lists import UNPROVED, StatusFilter, nearest_first
from bookings.admin_standing import StandingTimeAdmin
from bookings.errors import BookingError
from bookings.guardians import desk_part
from bookings.models import Booking, BookingEvent, DateOverride, Mode, SessionType, StandingTime, TimeOff, WorkingHours
from bookings.services import confirm_booking
from bookings.standing import status_at
from bookings.undelivered import undelivered_of
from bookings.whatsapp import lines_for
from practice.dated_lists import DatedListAdmin
from practice.times import say_short


class EventInline(ReadOnlyInline):
    """The history of a session."""

    model = BookingEvent
    fields = readonly_fields = ("when", "what", "words")

    @admin.display(description=gettext_lazy("when"))
    def when(self, event: BookingEvent) -> str:
        """Date, hour and zone, by the practice's clock."""
        return say_short(event.at, desk.clock_of(event.booking))

    @admin.display(description=gettext_lazy("what"))
    def what(self, event: BookingEvent) -> str:
        """What happened, in a sentence."""
        return history.say_event(event)

    @admin.display(description=gettext_lazy("note"))
    def words(self, event: BookingEvent) -> str:
        """The note; an empty one is left out of the row."""
        return str(event.note)


OPEN = frozenset({Booking.Status.REQUESTED, Booking.Status.PROPOSED})
SHOWN = (
    "when",
    "elsewhere",
    "how",
    "standing",
    "answer_by",
    "name",
    "address",
    "reaching",
    "client",
    "session_type",
    "fee_rupees",
    "note",
    "is_late_cancellation",
    "asked_on",
)


@admin.register(Booking)
class BookingAdmin(DatedListAdmin[Booking], ActsAdmin[Booking]):
    """One session: read-only, with the acts that its status allows."""

    list_display = ["when", "name", "how", "standing", "answer_by"]
    list_filter = [StatusFilter, "mode", "session_type"]
    ordering = ["pk"]  # no column's head is marked as sorted; the order itself is that of `get_ordering`
    search_fields = ["name", "email", "client__user__email"]
    date_hierarchy = "starts_at"
    actions = ["confirm_selected"]
    change_form_template = "admin/bookings/booking/change_form.html"
    inlines = [EventInline]
    fields = SHOWN
    readonly_fields = SHOWN
    not_here = gettext_lazy("A session is not edited here: use the buttons above.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Booking]:
        """Leave out drafts: an address that is not proved is nobody yet."""
        rows = super().get_queryset(request).exclude(status__in=UNPROVED)
        return rows.select_related("practitioner", "client__user", "session_type")

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """Return the order of the list: what is to come, the nearest first, then what is past, the latest first."""
        return nearest_first(timezone.now())

    def get_fields(self, request: HttpRequest, obj: Booking | None = None) -> tuple[str, ...]:
        """Leave out what says nothing about this session."""
        says_nothing = {
            "answer_by": obj is None or not self.answer_by(obj),
            "fee_rupees": obj is None or obj.fee_rupees is None,
            "note": obj is None or not obj.note,
            "is_late_cancellation": obj is None or not obj.is_late_cancellation,
        }
        return tuple(name for name in SHOWN if not says_nothing.get(name))

    def acts(self) -> list[URLPattern]:
        """Everything that a session may come to."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/confirm/", view(desk_views.confirm), name="booking_confirm"),
            path("<int:pk>/decline/", view(desk_decline.decline), name="booking_decline"),
            path("<int:pk>/cancel/", view(desk_views.cancel), name="booking_cancel"),
            path("<int:pk>/propose/", view(desk_views.propose), name="booking_propose"),
            path("<int:pk>/again/", view(desk_again.again), name="booking_again"),
            path("<int:pk>/guardian/", view(desk_guardian.note_consent), name="booking_guardian"),
            path("<int:pk>/guardian/end/", view(desk_guardian.end_consent), name="booking_guardian_end"),
            path("<int:pk>/of-age/", view(desk_guardian.of_age), name="booking_of_age"),
            path("<int:pk>/video/", view(desk_video.video_link), name="booking_video"),
            path("<int:pk>/standing/", view(desk_standing.start), name="booking_standing"),
            path("series/<uuid:series>/", view(desk_series.series), name="booking_series"),
            path("<int:pk>/mark/<slug:name>/", view(desk_marks.mark), name="booking_mark"),
        ]

    def shown_of(self, row: Booking) -> dict[str, Any]:
        """How it stands, and what can be done."""
        now = timezone.now()
        is_waiting = status_at(row, now) == Booking.Status.REQUESTED
        return {
            "row": desk.request_row(row, now) if is_waiting else None,
            "title": row.name,
            "subtitle": f"{self.when(row)}, {self.standing(row)}",
            "can_cancel": row.status == "confirmed" and row.starts_at > now,
            "parting_words": history.parting_words(row),
            "undelivered": undelivered_of(row),
            "reaching": how_to_reach(row.client or row),
            "guardian": desk_part(row),
            "takes_link": desk_video.takes_link(row),
            "lacks_link": desk_video.lacks_link(row),
            "whatsapp_lines": lines_for(row),
            "kin": [*desk.kin_of(row, now), *desk_again.again_kin(row)],
            "can_offer_again": desk_again.can_offer(row, now),
            "can_move": desk_views.can_move(row, now),
            "can_stand": desk_standing.can_stand(row),
            "standing_page": desk_standing.standing_page_of(row),
            "after": desk_marks.after_part(row, now),
        }

    @admin.display(description=gettext_lazy("when"), ordering="starts_at")
    def when(self, booking: Booking) -> str:
        """Day, hour and zone."""
        return say_short(booking.starts_at, desk.clock_of(booking))

    @admin.display(description=gettext_lazy("for the client"))
    def elsewhere(self, booking: Booking) -> str:
        """The hour where the client is."""
        return desk.elsewhere_of(booking) or _("the same time zone")

    @admin.display(description=gettext_lazy("email address"))
    def address(self, booking: Booking) -> str:
        """Where messages about it go today."""
        return address_of(booking)

    @admin.display(description=gettext_lazy("how to reach"))
    def reaching(self, booking: Booking) -> str:
        """What may be used besides email; a client's own word goes before that of the request."""
        return render_to_string("admin/reaching.html", {"reaching": how_to_reach(booking.client or booking)})

    @admin.display(description=gettext_lazy("asked on"), ordering="created_at")
    def asked_on(self, booking: Booking) -> str:
        """When the request was made."""
        return say_short(booking.created_at, desk.home_place(booking))

    @admin.display(description=gettext_lazy("how"))
    def how(self, booking: Booking) -> str:
        """The way in which it is held, and of a call who begins it."""
        if booking.mode == Mode.PHONE:
            return _("By phone: the client calls you.")
        return booking.get_mode_display()

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def standing(self, booking: Booking) -> str:
        """Where it is in its life by now: a deadline that has passed counts before any job has run."""
        return str(Booking.Status(status_at(booking, timezone.now())).label)

    @admin.display(description=gettext_lazy("answer by"), ordering="hold_until")
    def answer_by(self, booking: Booking) -> SafeString | str:
        """The deadline of a request."""
        if status_at(booking, timezone.now()) not in OPEN or booking.hold_until is None:
            return ""
        words = '<span class="only-stacked">{}</span> <strong>{}</strong>'
        return format_html(words, _("Answer by"), say_short(booking.hold_until, desk.clock_of(booking)))

    @admin.action(description=gettext_lazy("Confirm the chosen requests"))
    def confirm_selected(self, request: HttpRequest, chosen: QuerySet[Booking]) -> None:
        """Confirm one after the other, each decided again; say of each that could not be confirmed why."""
        for booking in chosen.order_by("hold_until"):
            try:
                confirm_booking(booking=booking, by=desk_views.user_of(request), now=timezone.now())
                messages.success(request, _("Confirmed: %(when)s.") % {"when": self.when(booking)})
            except BookingError as error:
                desk_views.explain(request, booking, error)


admin.site.register(StandingTime, StandingTimeAdmin)
admin.site.register(SessionType, SessionTypeAdmin)
admin.site.register(WorkingHours, WorkingHoursAdmin)
admin.site.register(DateOverride, DateOverrideAdmin)
admin.site.register(TimeOff, TimeOffAdmin)
