"""The desk's further pages of this room: what puts them on the desk."""

from bookings import desk_pause, desk_series, desk_time_off, desk_why
from practice import desk


def register_pages() -> None:
    """Put the inbox, the pause switch, the explainer and the holidays on the desk."""
    desk.register_section(desk.Section("requests", "admin/desk_requests.html", desk_series.inbox_section, order=10))
    desk.register_section(desk.Section("pause", "admin/desk_pause.html", desk_pause.pause_section, 25, is_wide=False))
    desk.register_pages(
        desk.Page("pause", "pause/", desk_pause.pause),
        desk.Page("holidays", "holidays/", desk_time_off.holidays),
        desk.Page("why", "why/", desk_why.show_why),
        desk.Page("resume", "pause/end/", desk_pause.resume),
    )
