"""The desk's further pages of this room: what puts them on the desk."""

from bookings import desk_care, desk_outside, desk_pause, desk_series, desk_time_off, desk_why
from practice import desk


def register_pages() -> None:
    """Put the inbox, the pause switch, the explainer, the holidays and her own calendars on the desk."""
    desk.register_section(desk.Section("requests", "admin/desk_requests.html", desk_series.inbox_section, order=10))
    desk.register_section(desk.Section("pause", "admin/desk_pause.html", desk_pause.pause_section, 25, is_wide=False))
    notes = desk.Section("calendars", "admin/desk_calendars_notes.html", desk_outside.calendars_section, 15)
    desk.register_section(notes)
    desk.register_pages(
        desk.Page("pause", "pause/", desk_pause.pause),
        desk.Page("end_care", "end-care/", desk_care.end_care),
        desk.Page("holidays", "holidays/", desk_time_off.holidays),
        desk.Page("calendars", "calendars/", desk_outside.calendars),
        desk.Page("calendar", "calendars/<uuid:reference>/", desk_outside.calendar),
        desk.Page("calendar_act", "calendars/<uuid:reference>/<slug:name>/", desk_outside.act),
        desk.Page("why", "why/", desk_why.show_why),
        desk.Page("resume", "pause/end/", desk_pause.resume),
    )
