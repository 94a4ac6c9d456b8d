"""When words come after what opened the page had ended, a sign-in or a link; they are given back, not lost."""

from django.http import HttpRequest

from bookings import access

BY_SIGN_IN, BY_LINK = "bookings/booking_not_sent.html", "bookings/booking_not_sent_by_link.html"


def has_signed_out(request: HttpRequest) -> bool:
    """Tell whether nobody is signed in, in a browser that asked for nothing either."""
    return not request.user.is_authenticated and access.BROWSER not in request.session


def has_no_link(request: HttpRequest) -> bool:
    """Tell whether no link is open in this browser."""
    return access.MANAGED not in request.session
