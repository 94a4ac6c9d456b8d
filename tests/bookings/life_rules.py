"""What must hold of every life after each step, whatever was played."""

from datetime import UTC, timedelta
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine, invariant

from bookings.models import Booking, BookingEvent
from tests.bookings.life_model import OPEN, SETTLED, TABLE, WAITING, Practice

LENGTH = timedelta(minutes=50)
ENDED = {"lapsed", "declined", "expired", "withdrawn", "cancelled", "moved"}
MOVED_ON = {*SETTLED, "cancelled", "moved"}


class Checked(RuleBasedStateMachine):
    """A machine whose stored rows are held against the model's, and against the rules that no life may break."""

    model: Practice

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Booking] = []
        self.history: dict[int, list[tuple[Any, ...]]] = {}

    @invariant()
    def everything_holds(self) -> None:
        self.read()
        self.every_row_is_as_the_model_says()
        self.no_two_that_keep_their_time_overlap()
        self.one_agreed_and_one_open_row_a_session()
        self.the_status_decides_who_blocks()
        self.what_was_moved_has_a_successor_with_a_higher_number()
        self.events_are_only_added_and_follow_the_table()

    def every_row_is_as_the_model_says(self) -> None:
        expected = [(row.status, row.start, row.blocks, row.hold, row.is_late, row.replaces) for row in self.model.rows]
        numbers = {row.pk: number for number, row in enumerate(self.rows)}
        found = [
            (
                row.status,
                row.starts_at,
                row.blocks,
                row.hold_until,
                row.is_late_cancellation,
                numbers.get(row.replaces_id or 0),
            )
            for row in self.rows
        ]
        assert found == expected

    def no_two_that_keep_their_time_overlap(self) -> None:
        kept = sorted((row for row in self.rows if row.blocks), key=lambda row: row.starts_at)
        for number, row in enumerate(kept):
            for later in kept[number + 1 :]:
                assert later.session_id == row.session_id or later.starts_at >= row.ends_at

    def one_agreed_and_one_open_row_a_session(self) -> None:
        for statuses in (SETTLED, OPEN):
            sessions = [row.session_id for row in self.rows if row.status in statuses]
            assert len(sessions) == len(set(sessions))

    def the_status_decides_who_blocks(self) -> None:
        for row in self.rows:
            assert row.ends_at - row.starts_at == LENGTH
            if row.status in SETTLED:
                assert (row.blocks, row.hold_until) == (True, None)
            elif row.status in ENDED:
                assert not row.blocks
            else:
                assert row.hold_until is not None
                assert row.blocks or row.status not in WAITING

    def what_was_moved_has_a_successor_with_a_higher_number(self) -> None:
        for row in self.rows:
            if row.status == "moved":
                (new,) = [each for each in self.rows if each.replaces_id == row.pk and each.status in MOVED_ON]
                assert (new.session_id, new.sequence > row.sequence) == (row.session_id, True)

    def events_are_only_added_and_follow_the_table(self) -> None:
        history: dict[int, list[tuple[Any, ...]]] = {}
        for pk, booking, act, before, after, at in self.events:
            history.setdefault(booking, []).append((pk, act, before, after, at))
        for row in self.rows:
            events = history.get(row.pk, [])
            past = self.history.get(row.pk, [])
            assert events[: len(past)] == past
            assert [event[2] for event in events] == ["", *(event[3] for event in events[:-1])]
            assert events[-1][3] == row.status
            assert all((before, after) in TABLE[act] for _pk, act, before, after, _at in events)
            assert [event[4] for event in events] == sorted(event[4] for event in events)
        self.history = history

    def read(self) -> None:
        """Read everything once for all invariants."""
        rows = Booking.objects.in_bulk([row.pk for row in self.rows])
        assert len(rows) == Booking.objects.count()
        self.rows = [rows[row.pk] for row in self.rows]
        for row in self.rows:
            row.starts_at = row.starts_at.astimezone(UTC)
        self.events = list(
            BookingEvent.objects.order_by("pk").values_list("pk", "booking", "act", "from_status", "to_status", "at")
        )
