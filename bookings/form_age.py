"""What a form carries along of how it was shown: when, and on which terms.

Forms that no person sent are told by it: too quick, too old, or with a field filled in that nobody sees. None fails in
silence.
"""

from datetime import UTC, datetime, timedelta

from django.core import signing
from django.utils.translation import gettext as _

from bookings.shown_terms import ShownTerms

SALT = "bookings.form.terms"
QUICKEST = timedelta(seconds=2)
OLDEST = timedelta(days=1)


def new_token(now: datetime, terms: ShownTerms) -> str:
    """Return a signed note of when a form was opened, and of the terms that it showed."""
    return signing.dumps([now.timestamp(), terms], salt=SALT)


def opened_at(token: str) -> datetime | None:
    """Return when the form with this token was opened, in UTC; None where the token is not one of this site's."""
    try:
        return datetime.fromtimestamp(signing.loads(token, salt=SALT)[0], UTC)
    except signing.BadSignature:
        return None


def terms_in(token: str) -> ShownTerms | None:
    """Return the terms that the form with this token showed; None where the token is not one of this site's."""
    try:
        return ShownTerms(*signing.loads(token, salt=SALT)[1])
    except signing.BadSignature:
        return None


def is_stale(token: str, now: datetime) -> bool:
    """Tell whether a form needs a new token before it can be sent: no token, a broken one, one over a day old."""
    opened = opened_at(token)
    return opened is None or now - opened > OLDEST


def why_not_sent(token: str, trap: str, now: datetime) -> str:
    """Return what is said to whoever sent a form that looks like a machine's; "" where it does not."""
    opened = opened_at(token)
    if opened is None or now - opened > OLDEST:
        return _("This page was open for more than a day. Nothing was sent; look over your words and send them again.")
    if now - opened < QUICKEST:
        return _("That was quicker than this page can believe. Nothing was sent; please press the button again.")
    if trap:
        return _("A field that people cannot see was filled in. It is empty now; nothing was sent, please send again.")
    return ""
