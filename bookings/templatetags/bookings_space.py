"""What a client's space shows of her sessions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils import timezone

from accounts.models import Client
from bookings import pages, selectors, waiting
from bookings.arrival import arrival_of
from bookings.models import Booking, StandingTime
from bookings.standing import move_words, standing_of
from bookings.standing_list import card_of, running_of
from bookings.views.acting import acts_for
from bookings.waiting_words import place_words
from practice.models import Practice

register = template.Library()


@register.inclusion_tag("bookings/_my_sessions.html")
def my_sessions(client: Client | None) -> dict[str, object]:
    """Show a client's sessions to come and requests waiting, each with what can be done about it."""
    now = timezone.now()
    rows = selectors.sessions_of(client, now) if client else []
    waiting: dict[UUID, list[Booking]] = {}
    for row in rows:
        if row.waiting_series:
            waiting.setdefault(row.waiting_series, []).append(row)
    is_in_care = client is not None and client.status == Client.Status.ACTIVE
    book_url = reverse("space_book" if is_in_care else "book")
    standing = running_of(client, now) if client else []
    cards = [_card(booking) for booking in _listed_singly(rows, standing)]
    return {
        "sessions": sorted(cards, key=_place_in_list),
        "series": [_series_card(together, now) for together in waiting.values()],
        "standing": [card_of(each, now) for each in standing],
        "practice": Practice.load(),
        "book_url": book_url,
    }


def _place_in_list(card: dict[str, Any]) -> tuple[bool, bool]:
    """Put the session that one can go into now before what waits for her answer, and that before all others."""
    is_open = card["arrival"] is not None and card["arrival"].is_open
    return (not is_open, "refuse" not in card["acts"])


def _listed_singly(rows: list[Booking], standing: list[StandingTime]) -> list[Booking]:
    """Leave out what is listed elsewhere: dates that wait together, and of a standing time all but the next session."""
    found, seen = [], set()
    standing_ids = {each.uuid for each in standing}
    for row in rows:
        is_later = row.series in standing_ids and row.series in seen
        seen.add(row.series)
        if not is_later and row.waiting_series is None:
            found.append(row)
    return found


def _series_card(rows: list[Booking], now: datetime) -> dict[str, object]:
    return {
        "count": len(rows),
        "dates": [pages.session_view(row, now).when for row in rows],
        "deadline": pages.session_view(rows[0], now).deadline,
        "page": reverse("space_series", args=[rows[0].series]),
        "withdraw_url": reverse("space_series_withdraw", args=[rows[0].series]),
    }


@register.inclusion_tag("bookings/_my_places.html", takes_context=True)
def my_places(context: dict[str, object], client: Client | None) -> dict[str, object]:
    """Show a client's places on the waiting list, each with how far up it is and what is offered or not."""
    now = timezone.now()
    entries = waiting.entries_of(client)
    return {"places": [place_words(entry, now) for entry in entries], "csrf_token": context.get("csrf_token")}


def _card(booking: Booking) -> dict[str, Any]:
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
