"""After the end of care a space can be read until a day that is said from the first; then it is closed and emptied."""

from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from accounts.models import Client
from accounts.rights.periods import days_of

PERIOD = "space-after-care"  # among the periods that are set at the desk
REMINDED_BEFORE = timedelta(days=14)


def day_of_closing(ended: datetime) -> date:
    """Return the day on which a space closes; set once, so that a change of the period shortens no promise."""
    return localdate(ended) + timedelta(days=days_of(PERIOD))


def is_over(client: Client, now: datetime) -> bool:
    """Return whether the day has come; it holds from its first minute, whether the worker runs or not."""
    is_ended = client.status == Client.Status.ENDED
    return is_ended and client.closes_on is not None and client.closes_on <= localdate(now)


def days_left(client: Client, now: datetime) -> int:
    """Return for how many days a space that closes can still be opened, today included."""
    return max(0, (client.closes_on - localdate(now)).days) if client.closes_on else 0
