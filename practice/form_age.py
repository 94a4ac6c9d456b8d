"""How long ago a form was opened, as it says itself in a signed note; what else it showed may stand there too.

Forms that no person sent are told by it: too quick, too old, or with a field filled in that nobody sees. None fails in
silence.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

QUICKEST = timedelta(seconds=2)
OLDEST = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Opened:
    """When a form was opened, in UTC, and what it carries along."""

    at: datetime
    carried: Any


def new_token(now: datetime, *, salt: str, carried: Any = None) -> str:
    """Return a signed note of when a form was opened; `salt` names the form, whose notes no other form takes."""
    return signing.dumps([now.timestamp(), carried], salt=salt)


def read_token(token: str, *, salt: str) -> Opened | None:
    """Return what such a note says; None where it is not one of this site's for this form."""
    try:
        opened_at, carried = signing.loads(token, salt=salt)
    except signing.BadSignature:
        return None
    return Opened(datetime.fromtimestamp(opened_at, UTC), carried)


def is_stale(opened: Opened | None, now: datetime) -> bool:
    """Tell whether a form needs a new note before it can be sent: none, a broken one, one over a day old."""
    return opened is None or now - opened.at > OLDEST


def why_not_sent(opened: Opened | None, trap: str, now: datetime) -> str:
    """Return what is said to whoever sent a form that looks like a machine's; "" where it does not."""
    if opened is None or now - opened.at > OLDEST:
        return _("This page was open for more than a day. Nothing was sent; look over your words and send them again.")
    if now - opened.at < QUICKEST:
        return _("That was quicker than this page can believe. Nothing was sent; please press the button again.")
    if trap:
        return _("A field that people cannot see was filled in. It is empty now; nothing was sent, please send again.")
    return ""
