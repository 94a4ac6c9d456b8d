"""The desk says every hour one way."""

from datetime import UTC, datetime, time

import pytest

from accounts.models import User
from practice.desk_columns import said
from practice.times import say_clock


def test_an_instant_is_said_as_everywhere_under_the_fields_own_name() -> None:
    column = said(User, "last_login")
    assert column(User(last_login=datetime(2026, 11, 25, 10, 30, tzinfo=UTC))) == "25 Nov 2026, 4:00 pm IST"
    assert (column.short_description, column.admin_order_field) == ("last login", "last_login")
    assert column.__name__ == "last_login"


def test_what_has_not_come_yet_says_nothing() -> None:
    assert said(User, "last_login")(User()) == ""


@pytest.mark.parametrize(
    ("clock", "words"),
    [(time(), "12:00 am"), (time(9, 5), "9:05 am"), (time(12), "12:00 pm"), (time(23, 59), "11:59 pm")],
)
def test_a_clock_on_the_wall_is_read_in_two_halves(clock: time, words: str) -> None:
    assert say_clock(clock) == words
