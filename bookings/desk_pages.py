"""The desk's further pages of this room: what puts them on the desk."""

from bookings import desk_pause
from practice import desk


def register_pages() -> None:
    """Put the pause switch on the desk."""
    desk.register_section(desk.Section("pause", "admin/desk_pause.html", desk_pause.pause_section, 25, is_wide=False))
    desk.register_pages(
        desk.Page("pause", "pause/", desk_pause.pause),
        desk.Page("resume", "pause/end/", desk_pause.resume),
    )
