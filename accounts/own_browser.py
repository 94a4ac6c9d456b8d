"""Whether this browser is on a phone that only one person uses: said by her, kept without saying who she is.

A yes is a signed cookie that holds nothing but the yes; it outlives signing out, not leaving quickly. A no is kept in
the sign-in alone, so that a shared phone keeps no trace of having been asked. Whoever has not said is on a shared one.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

COOKIE = f"{settings.COOKIE_PREFIX}own"
LASTS = timedelta(days=365)
SALT = "accounts.own_browser"
YES = "yes"
SAID_NO = "is_shared_browser"  # in the session


def is_own(request: HttpRequest) -> bool:
    """Return whether somebody said here that this phone is only hers. Looks at no session."""
    try:
        return bool(signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LASTS) == YES)
    except signing.BadSignature:
        return False


def is_asked(request: HttpRequest) -> bool:
    """Return whether the question is still open in this browser."""
    return not is_own(request) and SAID_NO not in request.session


def remember_own(response: HttpResponseBase) -> None:
    """Keep the yes in the browser."""
    value = signing.dumps(YES, salt=SALT)
    response.set_cookie(
        COOKIE, value, max_age=LASTS, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )


def remember_shared(request: HttpRequest, response: HttpResponseBase) -> None:
    """Keep the no as long as this sign-in lasts, and forget a yes."""
    request.session[SAID_NO] = True
    response.delete_cookie(COOKIE, samesite="Lax")
