"""What a client's space shows of her sessions."""

from django import template
from django.urls import reverse
from django.utils import timezone

from accounts.models import Client
from bookings import pages, selectors, waiting
from bookings.arrival import arrival_of
from bookings.models import Booking
from bookings.standing import move_words, standing_of
from bookings.views.arranged import acts_for
from bookings.waiting_words import place_words
from practice.models import Practice

register = template.Library()


@register.inclusion_tag("bookings/_my_sessions.html")
def my_sessions(client: Client | None) -> dict[str, object]:
    """Show a client's sessions to come and requests waiting, each with what can be done about it."""
    now = timezone.now()
    rows = selectors.sessions_of(client, now) if client else []
    is_in_care = client is not None and client.status == Client.Status.ACTIVE
    book_url = reverse("space_book" if is_in_care else "book")
    return {"sessions": [_card(booking) for booking in rows], "practice": Practice.load(), "book_url": book_url}


@register.inclusion_tag("bookings/_my_places.html", takes_context=True)
def my_places(context: dict[str, object], client: Client | None) -> dict[str, object]:
    """Show a client's places on the waiting list, each with how far up it is and what is offered or not."""
    now = timezone.now()
    entries = waiting.entries_of(client)
    return {"places": [place_words(entry, now) for entry in entries], "csrf_token": context.get("csrf_token")}


def _card(booking: Booking) -> dict[str, object]:
    now = timezone.now()
    view = pages.session_view(booking, now)
    is_agreed = booking.status == Booking.Status.CONFIRMED
    acts = {act: reverse("book_asked_act", args=[booking.uuid, act]) for act in acts_for(booking, now)}
    move = selectors.open_move_of(booking, now)
    return {
        "session": view,
        "move_words": move_words(pages.session_view(move, now)) if move else "",
        "standing": standing_of(view, now),
        "page": reverse("book_asked", args=[booking.uuid]),
        "acts": acts,
        "arrival": arrival_of(booking, now, reverse("book_asked_act", args=[booking.uuid, "late"])),
        "calendar_url": reverse("book_calendar", args=[booking.uuid]) if is_agreed else "",
    }
