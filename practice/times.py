"""How an instant is said: one formatter for page, mail, calendar file and desk.

An hour is never said without its place. Formats are those of the practice's country: 22 Nov 2026, 5:30 pm IST.
"""

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from practice.zones import zone_names

if TYPE_CHECKING:
    from practice.models import Practice


@dataclass(frozen=True, slots=True)
class Place:
    """A zone and the name by which people know it."""

    zone: ZoneInfo
    name: str

    def is_same_clock_as(self, other: "Place") -> bool:
        """Tell whether both are the same zone, so that one hour says it all."""
        return self.zone.key == other.zone.key


def place_of(zone_name: str, *, home: Place) -> Place:
    """Return the place of a zone name; a name that is not known falls back to `home`."""
    if zone_name not in zone_names() or zone_name == home.zone.key:
        return home
    return Place(ZoneInfo(zone_name), zone_name.rsplit("/", 1)[-1].replace("_", " "))


def home_of(practice: "Practice", zone_name: str) -> Place:
    """Return the place of the practice."""
    return Place(ZoneInfo(zone_name), practice.city)


def say_zone(instant: datetime, zone: ZoneInfo) -> str:
    """Return the zone's usual letters at that instant, such as GMT or IST; where it has none, UTC+5:45."""
    local = instant.astimezone(zone)
    letters = local.tzname() or ""
    if letters and letters[0] not in "+-":
        return letters
    offset = local.strftime("%:z")
    hours, minutes = offset[1:].split(":")[:2]
    return f"UTC{offset[0]}{int(hours)}" + (f":{minutes}" if minutes != "00" else "")


def say_time(instant: datetime, zone: ZoneInfo) -> str:
    """Return the time of day, such as 7:30 am."""
    return say_clock(instant.astimezone(zone).time())


def say_clock(clock: time) -> str:
    """Return what a clock on the wall shows, such as 7:30 am."""
    half = _("am") if clock.hour < 12 else _("pm")
    return f"{clock.hour % 12 or 12}:{clock.minute:02d} {half}"


def say_day(instant: datetime, zone: ZoneInfo, *, with_year: bool = False) -> str:
    """Return the day, such as Wednesday 25 November, with the year if asked."""
    return dateformat.format(instant.astimezone(zone), "l j F Y" if with_year else "l j F")


def say_date(instant: datetime, zone: ZoneInfo) -> str:
    """Return the date in short, such as 25 Nov 2026."""
    return dateformat.format(instant.astimezone(zone), "j M Y")


def say_moment(instant: datetime, place: Place) -> str:
    """Return day, hour and zone of an instant, such as Tuesday 24 November, 1:30 pm IST."""
    return f"{say_day(instant, place.zone)}, {say_time(instant, place.zone)} {say_zone(instant, place.zone)}"


def say_short(instant: datetime, place: Place) -> str:
    """Return date, hour and zone in short, such as 24 Nov 2026, 1:30 pm IST."""
    return f"{say_date(instant, place.zone)}, {say_time(instant, place.zone)} {say_zone(instant, place.zone)}"


def say_here(instant: datetime) -> str:
    """Return an instant by the clock of Django's current zone, as the desk does: 24 Nov 2026, 1:30 pm IST."""
    zone = ZoneInfo(timezone.get_current_timezone_name())
    return f"{say_date(instant, zone)}, {say_time(instant, zone)} {say_zone(instant, zone)}"


def say_session(start: datetime, end: datetime, place: Place) -> str:
    """Return when a session is, in one place: Wednesday 25 November 2026, 7:30 am to 8:20 am, London (GMT).

    Where the clock changes meanwhile each hour has its own letters: 1:30 am BST to 1:20 am GMT, London.
    """
    words = {
        "day": say_day(start, place.zone, with_year=True),
        "start": say_time(start, place.zone),
        "end": say_time(end, place.zone),
        "place": place.name,
        "zone": say_zone(start, place.zone),
        "end_zone": say_zone(end, place.zone),
    }
    if words["zone"] != words["end_zone"]:
        return _("%(day)s, %(start)s %(zone)s to %(end)s %(end_zone)s, %(place)s") % words
    return _("%(day)s, %(start)s to %(end)s, %(place)s (%(zone)s)") % words


def say_elsewhere(start: datetime, place: Place, home: Place) -> str:
    """Return the hour at `home` for someone in `place`, with the day where it differs; empty where clocks agree."""
    if place.is_same_clock_as(home):
        return ""
    hour = say_time(start, home.zone)
    if start.astimezone(home.zone).date() != start.astimezone(place.zone).date():
        hour = f"{say_day(start, home.zone)}, {hour}"
    return _("%(time)s in %(place)s (%(zone)s)") % {
        "time": hour,
        "place": home.name,
        "zone": say_zone(start, home.zone),
    }
