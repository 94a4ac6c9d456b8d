"""A practice with something of everything in it, and logs that are read."""

import io
import logging
from collections.abc import Iterator

import pytest
from django.test import Client as Browser

from accounts.models import Client, User
from bookings.models import SessionType
from practice.logs import OneLineFormatter
from tests import cast
from tests.bad_input.doors import Stage
from tests.bookings.conftest import clock, practitioner, session_type, therapist
from tests.factories import MONDAY, make_booking
from tests.worksheets.sheets import make_sheet

__all__ = ["clock", "practitioner", "session_type", "therapist"]
QUIET = "heron"  # a word that these tests type and no log may hold


@pytest.fixture
def stage(session_type: SessionType, therapist: User, clock: object) -> Stage:
    """Return Asha, signed in, with a confirmed session on Monday at two and a worksheet; and a browser of nobody's."""
    user = cast.make_patron("asha@example.com", "Asha")
    asha = Client.objects.get(user=user)
    booking = make_booking(
        session_type, starts_at=MONDAY.replace(hour=8, minute=0), ends_at=MONDAY.replace(hour=8, minute=50), client=asha
    )
    make_sheet()
    return Stage(Browser(), cast.sign_in(Browser(), user), asha, session_type, booking)


@pytest.fixture
def desk(therapist: User) -> Browser:
    """Return the therapist's browser."""
    return cast.sign_in(Browser(), therapist, second_factor=True)


@pytest.fixture(autouse=True)
def _logs_hold_no_content() -> Iterator[None]:
    """Read every log line of a test: each is one line, and none holds what was typed."""
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(OneLineFormatter("LINE %(name)s %(message)s"))
    loggers = [logging.getLogger(name) for name in ("", "django")]
    for logger in loggers:
        logger.addHandler(handler)
    yield
    for logger in loggers:
        logger.removeHandler(handler)
    said = lines.getvalue()
    assert all(line.startswith("LINE ") for line in said.split("\n") if line)
    assert QUIET not in said
    assert "@" not in said
