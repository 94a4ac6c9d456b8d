"""Standing times in the admin: read-only, with the acts. One begins on the page of a session."""

from typing import Any

from django.contrib import admin
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings import desk_standing
from bookings.admin_acts import ActsAdmin
from bookings.closed import say_calendar_day
from bookings.models import StandingTime
from bookings.standing_words import say_rhythm

SHOWN = ("client", "rhythm", "session_type", "mode", "since", "ends", "is_over_hours")


class StandingTimeAdmin(ActsAdmin[StandingTime]):
    """One standing time: its dates, those left out, and its end."""

    list_display = ["client", "rhythm", "since", "ends"]
    list_select_related = ["client", "practitioner"]
    change_form_template = "admin/bookings/standingtime/change_form.html"
    fields = SHOWN
    readonly_fields = SHOWN

    def acts(self) -> list[URLPattern]:
        """Its end, and keeping a date that was left out."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/end/", view(desk_standing.end), name="standing_end"),
            path("dates/<int:pk>/keep/", view(desk_standing.keep), name="standing_keep"),
        ]

    def shown_of(self, row: StandingTime) -> dict[str, Any]:
        """Its dates, and whether it can still end."""
        return {
            "dates": desk_standing.dates_on_desk(row),
            "subtitle": say_rhythm(row),
            "title": str(row.client),
            "can_end": row.ended_on is None,
        }

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
