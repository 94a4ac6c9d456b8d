"""The one place where a booking's row is written: no way of writing can forget a column."""

import re
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

import pytest

from bookings.models import Booking, SessionType
from bookings.services.codes import hash_token, manage_token
from bookings.services.recording import By
from bookings.services.writing import FirstEvent, Part, Person, Row, Terms, write_row
from tests.factories import NOW, make_booking

BOOKINGS = Path(__file__).resolve().parents[2] / "bookings"
WORKED_OUT = ("uuid", "ends_at", "created_at", "manage_token_hash")
LATER = ("id", "hold_left", "is_late_cancellation", "code_hash", "code_sent_at", "code_tries")


def values(part: type[Part]) -> dict[str, Any]:
    return dict.fromkeys(part.names())


def test_every_column_of_a_booking_is_said_in_one_part_or_known_to_come_later() -> None:
    said = [*Terms.names(), *Person.names(), *Row.names(), *WORKED_OUT, *LATER]
    assert sorted(said) == sorted(field.name for field in Booking._meta.concrete_fields)


@pytest.mark.parametrize(("part", "name"), [(part, name) for part in (Terms, Person) for name in part.names()])
def test_a_way_of_writing_that_forgets_a_column_fails(part: type[Part], name: str) -> None:
    said = values(part)
    part(**said)  # the control: nothing left out
    del said[name]
    with pytest.raises(TypeError, match=name):
        part(**said)


def test_what_a_row_need_not_say_is_what_the_column_has_by_itself() -> None:
    plain = Booking()
    defaults = {each.name: each.default for each in fields(Row) if each.default is not MISSING}
    assert "blocks" in defaults
    assert {name: getattr(plain, name) for name in defaults} == defaults


def test_a_row_is_written_with_the_hash_of_its_link_and_the_beginning_of_its_history(session_type: SessionType) -> None:
    old = make_booking(session_type, status="cancelled", blocks=False)
    row = Row(status=Booking.Status.CONFIRMED, mode="video", starts_at=old.starts_at, hold_until=None)
    first = FirstEvent(act="ask", by=By.CLIENT, note="Said on the phone.")
    made = write_row(Terms.agreed_in(old), Person.agreed_in(old), row, first, NOW)
    made.refresh_from_db()
    event = made.events.get()
    assert (event.at, event.act, event.by, event.to_status) == (NOW, "ask", "client", "confirmed")
    assert event.note == "Said on the phone."
    assert (made.ends_at, made.created_at) == (old.ends_at, NOW)
    assert made.manage_token_hash == hash_token(manage_token(made))


def test_nothing_else_in_the_room_writes_a_booking() -> None:
    """The preview of a lock screen makes one too, and stores it nowhere."""
    makes = re.compile(r"\bBooking\(\n|\bBooking\(\*\*|\bBooking\(\w+=|Booking\.objects\.(bulk_)?create\(")
    found = {path.name for path in BOOKINGS.rglob("*.py") if makes.search(path.read_text(encoding="utf-8"))}
    assert found == {"lock_screen.py", "writing.py"}
