"""Standing times in the admin: read-only, with the acts. One begins on the page of a session."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings import desk_standing
from bookings.closed import say_calendar_day
from bookings.models import StandingTime
from bookings.standing_words import say_rhythm

SHOWN = ("client", "rhythm", "session_type", "mode", "since", "ends", "is_over_hours")


class StandingTimeAdmin(admin.ModelAdmin[StandingTime]):
    """One standing time: its dates, those left out, and its end."""

    list_display = ["client", "rhythm", "since", "ends"]
    list_select_related = ["client", "practitioner"]
    change_form_template = "admin/bookings/standingtime/change_form.html"
    fields = SHOWN
    readonly_fields = SHOWN

    def get_urls(self) -> list[URLPattern]:
        """Add the acts."""
        view = self.admin_site.admin_view
        acts = [
            path("<int:pk>/end/", view(desk_standing.end), name="standing_end"),
            path("dates/<int:pk>/keep/", view(desk_standing.keep), name="standing_keep"),
        ]
        return acts + super().get_urls()

    def has_add_permission(self, request: HttpRequest) -> bool:
        """It begins with a session."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing that happened is deleted."""
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show it with its dates; a POST to this page changes nothing."""
        if request.method == "POST":
            messages.error(request, _("Nothing is edited here: use the buttons above."))
            return redirect("admin:bookings_standingtime_change", object_id)
        standing = self.get_object(request, object_id)
        context = {
            "dates": desk_standing.dates_on_desk(standing) if standing else [],
            "subtitle": say_rhythm(standing) if standing else "",
            "title": str(standing.client) if standing else "",
            "can_end": bool(standing and standing.ended_on is None),
            "show_save": False,
            "show_save_and_continue": False,
            **(extra_context or {}),
        }
        return super().change_view(request, object_id, form_url, context)

    @admin.display(description=gettext_lazy("when"))
    def rhythm(self, standing: StandingTime) -> str:
        """Rhythm, weekday and hour."""
        return say_rhythm(standing)

    @admin.display(description=gettext_lazy("since"), ordering="first_date")
    def since(self, standing: StandingTime) -> str:
        """Its first date."""
        return say_calendar_day(standing.first_date)

    @admin.display(description=gettext_lazy("ends"), ordering="ended_on")
    def ends(self, standing: StandingTime) -> str:
        """From which date it no longer holds."""
        return say_calendar_day(standing.ended_on) if standing.ended_on else _("open")
