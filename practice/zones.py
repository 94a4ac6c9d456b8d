"""Time zone names that people may choose."""

from functools import cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@cache
def zone_names() -> frozenset[str]:
    """Return the IANA names that mean a place, and UTC; not the legacy aliases such as `EST5EDT` or `posix/...`."""
    areas = (
        "Africa/",
        "America/",
        "Antarctica/",
        "Arctic/",
        "Asia/",
        "Atlantic/",
        "Australia/",
        "Europe/",
        "Indian/",
        "Pacific/",
    )
    return frozenset(name for name in available_timezones() if name.startswith(areas)) | {"UTC"}


OFFERED = (
    "Asia/Kolkata",
    "Europe/London",
    "Europe/Dublin",
    "Europe/Lisbon",
    "Europe/Paris",
    "Europe/Berlin",
    "Europe/Amsterdam",
    "Europe/Stockholm",
    "Europe/Zurich",
    "Europe/Athens",
    "Europe/Istanbul",
    "Europe/Moscow",
    "Africa/Casablanca",
    "Africa/Lagos",
    "Africa/Johannesburg",
    "Africa/Nairobi",
    "Asia/Dubai",
    "Asia/Riyadh",
    "Asia/Qatar",
    "Asia/Karachi",
    "Asia/Colombo",
    "Asia/Kathmandu",
    "Asia/Dhaka",
    "Asia/Bangkok",
    "Asia/Singapore",
    "Asia/Kuala_Lumpur",
    "Asia/Hong_Kong",
    "Asia/Tokyo",
    "Australia/Perth",
    "Australia/Adelaide",
    "Australia/Brisbane",
    "Australia/Sydney",
    "Australia/Melbourne",
    "Pacific/Auckland",
    "America/Sao_Paulo",
    "America/Halifax",
    "America/New_York",
    "America/Toronto",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Vancouver",
    "Pacific/Honolulu",
    "UTC",
)


def zone_choices(current: str = "") -> list[tuple[str, str | Promise]]:
    """Return the zones to choose from, as people call them, with the present one and none at all."""
    names = OFFERED if not current or current in OFFERED else (current, *OFFERED)
    return [("", _("not known")), *((name, said(name)) for name in names)]


def said(name: str) -> str:
    """Return a zone's name as people read it, such as Kolkata (Asia)."""
    area, _slash, city = name.replace("_", " ").partition("/")
    return f"{city} ({area})" if city else area


def is_zone(name: str) -> bool:
    """Tell whether this is the name of a zone that people may choose."""
    return name in zone_names()


def validate_zone(value: str) -> None:
    """Refuse a name that is not a zone."""
    if value not in zone_names():
        raise ValidationError(_("Choose a time zone from the list, such as Asia/Kolkata."), code="zone")
