"""What a form carries along of how it was shown: when, and on which terms."""

from datetime import datetime

from bookings.shown_terms import ShownTerms
from practice import form_age

SALT = "bookings.form.terms"


def new_token(now: datetime, terms: ShownTerms) -> str:
    """Return a signed note of when a form was opened, and of the terms that it showed."""
    return form_age.new_token(now, salt=SALT, carried=terms)


def opened_at(token: str) -> datetime | None:
    """Return when the form with this token was opened, in UTC; None where the token is not one of this site's."""
    opened = form_age.read_token(token, salt=SALT)
    return opened.at if opened else None


def terms_in(token: str) -> ShownTerms | None:
    """Return the terms that the form with this token showed; None where the token is not one of this site's."""
    opened = form_age.read_token(token, salt=SALT)
    return ShownTerms(*opened.carried) if opened else None


def is_stale(token: str, now: datetime) -> bool:
    """Tell whether a form needs a new token before it can be sent: no token, a broken one, one over a day old."""
    return form_age.is_stale(form_age.read_token(token, salt=SALT), now)


def why_not_sent(token: str, trap: str, now: datetime) -> str:
    """Return what is said to whoever sent a form that looks like a machine's; "" where it does not."""
    return form_age.why_not_sent(form_age.read_token(token, salt=SALT), trap, now)
