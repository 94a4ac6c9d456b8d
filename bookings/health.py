"""What the health page says about the sessions."""

from datetime import datetime

from django.utils.translation import gettext as _

from bookings import guards
from practice.health import Light


def check_guards(now: datetime) -> Light:
    """Say whether the database holds every guard against double booking."""
    missing = guards.missing()
    if missing:
        return Light(ok=False, text=_("Guards against double booking are missing: %s.") % ", ".join(missing))
    return Light(ok=True, text=_("The guards against double booking are in place."))
