"""Time zone names that people may choose."""

from functools import cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
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


def validate_zone(value: str) -> None:
    """Refuse a name that is not a zone."""
    if value not in zone_names():
        raise ValidationError(_("Choose a time zone from the list, such as Asia/Kolkata."), code="zone")
