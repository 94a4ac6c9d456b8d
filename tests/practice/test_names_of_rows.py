"""What a row is called at the desk: by the practice's clock, not by the database's."""

from datetime import UTC, datetime

from bookings.models import TimeOff
from practice.models import ContactMessage
from practice.times import say_here

MORNING = datetime(2026, 11, 25, 10, 30, tzinfo=UTC)


def test_a_row_is_named_by_the_clock_of_the_practice() -> None:
    assert str(TimeOff(starts_at=MORNING)) == "25 Nov 2026, 4:00 pm IST"
    assert str(ContactMessage(sent_at=MORNING)) == "25 Nov 2026, 4:00 pm IST"


def test_the_day_is_the_one_of_the_practice() -> None:
    assert say_here(datetime(2026, 11, 25, 20, 0, tzinfo=UTC)) == "26 Nov 2026, 1:30 am IST"
