"""The desk's further pages of this room: what puts them on the desk."""

from bookings import (
    desk_care,
    desk_care_pause,
    desk_outside,
    desk_outside_rows,
    desk_pause,
    desk_place,
    desk_series,
    desk_time_off,
    desk_waiting,
    desk_why,
)
from practice import desk


def register_pages() -> None:
    """Put the inbox, the pause switch, the waiting list, the holidays, her own calendars and more on the desk."""
    desk.register_section(desk.Section("requests", "admin/desk_requests.html", desk_series.inbox_section, order=10))
    desk.register_section(desk.Section("pause", "admin/desk_pause.html", desk_pause.pause_section, 25, is_wide=False))
    notes = desk.Section("calendars", "admin/desk_calendars_notes.html", desk_outside_rows.calendars_section, 15)
    desk.register_section(notes)
    desk.register_section(
        desk.Section("waiting", "admin/desk_waiting.html", desk_waiting.waiting_section, 24, is_wide=False)
    )
    desk.register_pages(
        desk.Page("pause", "pause/", desk_pause.pause),
        desk.Page("end_care", "end-care/", desk_care.end_care),
        desk.Page("pause_care", "pause-care/", desk_care_pause.pause_care),
        desk.Page("holidays", "holidays/", desk_time_off.holidays),
        desk.Page("calendars", "calendars/", desk_outside.calendars),
        desk.Page("calendar", "calendars/<uuid:reference>/", desk_outside.calendar),
        desk.Page("calendar_act", "calendars/<uuid:reference>/<slug:name>/", desk_outside.act),
        desk.Page("place", "place/", desk_place.place),
        desk.Page("why", "why/", desk_why.show_why),
        desk.Page("resume", "pause/end/", desk_pause.resume),
        desk.Page("waiting", "waiting/", desk_waiting.show_list),
        desk.Page("waiting_let_in", "waiting/<int:pk>/let-in/", desk_waiting.waiting_let_in),
        desk.Page("waiting_first", "waiting/<int:pk>/first/", desk_waiting.waiting_first),
        desk.Page("waiting_not_first", "waiting/<int:pk>/not-first/", desk_waiting.waiting_not_first),
        desk.Page("waiting_offer", "waiting/<int:pk>/offer/", desk_waiting.waiting_offer),
        desk.Page("waiting_off", "waiting/<int:pk>/off/", desk_waiting.waiting_off),
    )
