"""A client without email, and how she comes in."""

from datetime import datetime, timedelta

from accounts.by_phone import services
from accounts.by_phone.services import come_in, make_link, make_pin
from accounts.models import Client, User
from tests.factories import NOW

HERE, ELSEWHERE = "this browser", "another browser"
LATER = timedelta(minutes=1)


def open_ways(client: Client, by: User, now: datetime = NOW) -> tuple[str, str]:
    """Return a PIN and the token of a link, as the desk makes them."""
    return make_pin(client=client, by=by, now=now), make_link(client=client, by=by, now=now)


def wrong(pin: str) -> str:
    """Return six other digits."""
    return f"{(int(pin) + 1) % 1_000_000:06d}"


def try_pin(token: str, pin: str, browser: str = HERE, now: datetime = NOW + LATER) -> str:
    """Try to come in; return how it went."""
    try:
        come_in(token=token, browser=browser, pin=pin, now=now)
    except services.EntryError as error:
        return type(error).__name__
    return "in"
