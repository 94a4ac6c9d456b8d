"""The other process: it reads, it holds no secret, and whatever a file does to it, it ends."""

import time
from datetime import UTC, datetime

import pytest

from bookings.outside.answering import answer_to
from bookings.outside.apart import PASSED_ON, Answer, Wish, ask_apart, wish_for
from bookings.scheduling.intervals import Interval
from tests.bookings.outside.golden import TEN, TEN_SPAN
from tests.bookings.outside.plain import OWN, WINDOW, calendar, event
from tests.bookings.outside.servers import Reply, serving

GOOD = calendar(event(*TEN), event("DTSTART:never", uid="b"))
CUT_OFF = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART:2026112"
# A day that never comes, looked for hour by hour up to the year 9999: nothing inside the library would end it.
ENDLESS = calendar(event(*TEN, "RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30"), event(*TEN, uid="b"))


def wish(content: bytes = b"", address: str = "", **known: str) -> Wish:
    return wish_for(zone="Asia/Kolkata", window=WINDOW, own_host=OWN, content=content, address=address, **known)


def test_a_file_becomes_times_and_counts() -> None:
    answer = answer_to(wish(GOOD))
    assert answer.intervals == [Interval(*TEN_SPAN)]
    assert (answer.entries, answer.unreadable, answer.problem) == (1, 1, "")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"<html>", "not_calendar"),
        (b"x" * 5_000_001, "too_big"),
        (b"", "not_calendar"),
        (CUT_OFF, "nothing_read"),
        (calendar(event("DTSTART:never")), "nothing_read"),
        (calendar(), ""),
    ],
)
def test_what_is_wrong_with_a_file_is_a_code(content: bytes, problem: str) -> None:
    assert answer_to(wish(content)).problem == problem


def test_an_address_is_fetched_then_read(tmp_path_factory: pytest.TempPathFactory) -> None:
    with serving(tmp_path_factory.mktemp("site")) as site:
        site.replies = {"/": Reply(body=GOOD, headers={"ETag": '"1"'}), "/same": Reply(status=304)}
        answer = answer_to(wish(address=site.address()), network=site.network())
        same = answer_to(wish(address=site.address("/same"), etag='"1"'), network=site.network())
        gone = answer_to(wish(address=site.address("/gone")), network=site.network())
    assert (answer.intervals, answer.etag) == ([Interval(*TEN_SPAN)], '"1"')
    assert (same.is_unchanged, same.etag, same.busy) == (True, '"1"', ())
    assert gone == Answer(problem="gone")


@pytest.mark.gate
@pytest.mark.unmeasured
def test_the_other_process_answers_as_this_one_does() -> None:
    assert ask_apart(wish(GOOD)) == answer_to(wish(GOOD))
    assert ask_apart(wish(b"<html>")) == Answer(problem="not_calendar")


@pytest.mark.gate
@pytest.mark.unmeasured
def test_the_other_process_refuses_this_machine() -> None:
    assert ask_apart(wish(address="https://127.0.0.1:8443/own.ics")) == Answer(problem="private")
    assert ask_apart(wish(address="https://[::ffff:10.0.0.1]:8443/own.ics")) == Answer(problem="private")


@pytest.mark.gate
@pytest.mark.unmeasured
def test_an_entry_that_would_never_end_is_given_up_and_the_others_are_read() -> None:
    began = time.monotonic()
    answer = ask_apart(wish(ENDLESS))
    assert (answer.intervals, answer.unreadable) == ([Interval(*TEN_SPAN)], 1)
    assert time.monotonic() - began < 20


@pytest.mark.gate
@pytest.mark.unmeasured
def test_a_process_that_takes_too_long_is_ended() -> None:
    assert ask_apart(wish(ENDLESS), seconds=0.5) == Answer(problem="too_much")


def test_a_wish_that_makes_no_sense_is_a_problem_of_the_file() -> None:
    assert ask_apart(Wish(zone="Nowhere", start=1, end=0, own_host=OWN, content="!")) == Answer(problem="too_much")


def test_no_key_and_no_password_is_handed_on() -> None:
    assert not [name for name in PASSED_ON if any(word in name for word in ("KEY", "URL", "PASSWORD", "SECRET"))]


def test_minutes_are_whole_and_in_utc() -> None:
    given = wish()
    assert (given.start * 60, given.end * 60) == (WINDOW.start.timestamp(), WINDOW.end.timestamp())
    answer = Answer(busy=((given.start, given.start + 1),))
    assert answer.intervals[0].end == datetime(2026, 11, 20, 0, 1, tzinfo=UTC)
