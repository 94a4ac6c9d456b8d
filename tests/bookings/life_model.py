"""The life of bookings in plain Python, written from the rules and not from the code: what each act does, or refuses.

The practice it describes is always open, every hour of every day, with sessions of fifty minutes on the half hour and
ten minutes after each. Its rules are the defaults. An act returns "done" or "refused"; a refusal changes nothing.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
NOTICE = 12 * HOUR
HORIZON = timedelta(days=60)
HOLD = 48 * HOUR
DRAFT_HOLD = 15 * MINUTE
DRAFT_LIFE = 24 * HOUR
CODE_LIFE = 10 * MINUTE
WINDOW = 24 * HOUR
APART = 60 * MINUTE  # from one start to the next: the session and the time after it
OPEN_REQUESTS = 2

# From which status each act leads where; "" is the beginning.
TABLE = {
    "ask": {("", "draft"), ("", "requested")},
    "place": {("", "confirmed")},
    "offer_again": {("", "proposed")},
    "ask_change": {("", "requested")},
    "ask_move": {("", "requested")},
    "offer_move": {("", "proposed")},
    "verify": {("draft", "requested")},
    "lapse": {("draft", "lapsed")},
    "confirm": {("requested", "confirmed")},
    "decline": {("requested", "declined")},
    "propose": {("requested", "proposed")},
    "withdraw": {("requested", "withdrawn")},
    "expire": {("requested", "expired"), ("proposed", "expired")},
    "accept": {("proposed", "confirmed")},
    "refuse": {("proposed", "withdrawn")},
    "cancel": {("confirmed", "cancelled")},
    "move": {("confirmed", "moved")},
    "complete": {("confirmed", "completed"), ("no_show", "completed")},
    "mark_no_show": {("confirmed", "no_show"), ("completed", "no_show")},
    "undo": {("completed", "confirmed"), ("no_show", "confirmed")},
    "excuse_late": {("cancelled", "cancelled")},
    "mark_late": {("cancelled", "cancelled")},
}
SETTLED = {"confirmed", "completed", "no_show"}
OPEN = {"draft", "requested", "proposed"}
WAITING = {"requested", "proposed"}


class RefusedError(Exception):
    """The act is not possible."""


@dataclass
class Row:
    """One row of a booking: `session` is the number of the first row of its session."""

    number: int
    person: int
    session: int
    status: str
    start: datetime
    asked: datetime
    hold: datetime | None
    blocks: bool = True
    replaces: int | None = None
    code_sent: datetime | None = None
    followed_by: int | None = None
    is_late: bool = False
    was_excused: bool = False


@dataclass
class Practice:
    """Every row there ever was, and the clock."""

    now: datetime
    rows: list[Row] = field(default_factory=list)
    clients: set[int] = field(default_factory=set)

    def attempt(self, act: Callable[[], None]) -> str:
        """Carry out an act; a refusal leaves everything as it was."""
        before = deepcopy((self.rows, self.clients))
        try:
            act()
        except RefusedError:
            self.rows, self.clients = before
            return "refused"
        return "done"

    # What follows from the clock

    def release(self) -> None:
        """End what is past its deadline."""
        for row in self.rows:
            if row.hold is None or row.hold > self.now:
                continue
            if row.status in WAITING:
                self._end(row, "expired")
            elif row.status == "draft":
                row.blocks = False
                if row.asked + DRAFT_LIFE <= self.now:
                    self._end(row, "lapsed")

    # What a client does

    def ask(self, person: int, start: datetime) -> None:
        """Ask for a session: a request of somebody known, else a draft that ends the one before."""
        self.release()
        for row in self.rows:
            if row.person == person and row.status == "draft":
                self._end(row, "lapsed")
        self._require_bookable(start)
        self._require_free(start, None)
        if person not in self.clients:
            hold = min(self.now + DRAFT_HOLD, start)
            self._add(person, "draft", start, hold).code_sent = self.now
            return
        self._require_room(person)
        self._add(person, "requested", start, self._deadline(start))

    def verify(self, row: Row) -> None:
        """Enter the newest code, which is known to be right."""
        self.release()
        if row.status == "requested":
            return
        self._require(row, "draft")
        if row.code_sent is None or row.code_sent + CODE_LIFE <= self.now:
            raise RefusedError
        self._require_room(row.person)
        if not (row.blocks and row.hold and row.hold > self.now):
            self._require_bookable(row.start)
            self._require_free(row.start, row.session)
        self.clients.add(row.person)
        row.status, row.blocks, row.hold = "requested", True, self._deadline(row.start)

    def send_code(self, row: Row) -> None:
        """Ask for a fresh code."""
        self.release()
        self._require(row, "draft")
        if row.code_sent is None or row.code_sent + timedelta(seconds=30) <= self.now:
            row.code_sent = self.now

    def withdraw(self, row: Row) -> None:
        """Take a request back."""
        self.release()
        self._require(row, "requested")
        self._end(row, "withdrawn")

    def change(self, row: Row, start: datetime) -> None:
        """Choose another time for a request: the row of the old one ends, and one of the same session waits."""
        self.release()
        self._require(row, "requested")
        if row.replaces is not None:
            raise RefusedError
        if row.start == start:
            return
        self._require_bookable(start)
        self._require_free(start, row.session)
        self._end(row, "withdrawn")
        self._add(row.person, "requested", start, self._deadline(start)).session = row.session

    def accept(self, row: Row) -> None:
        """Say yes to what the practice proposed."""
        self.release()
        self._require(row, "proposed")
        self._agree(row)

    def refuse(self, row: Row) -> None:
        """Say no to what the practice proposed."""
        self.release()
        self._require(row, "proposed")
        self._end(row, "withdrawn")

    def ask_move(self, row: Row, start: datetime) -> None:
        """Ask for another time for a session."""
        self.release()
        self._require_to_come(row)
        if waiting := self._waiting_move(row):
            if (waiting.status, waiting.start) == ("requested", start):
                return
            raise RefusedError
        self._require_bookable(start)
        self._require_another(row, start)
        if row.person in self.clients:
            self._require_room(row.person)
        self._add(row.person, "requested", start, min(self._deadline(start), row.start), row)

    # What either does

    def cancel(self, row: Row, *, by_client: bool) -> None:
        """Give up a session, with the move of it that waits."""
        self.release()
        self._require_to_come(row)
        if waiting := self._waiting_move(row):
            self._end(waiting, "withdrawn")
        row.is_late = by_client and row.start - self.now < WINDOW
        self._end(row, "cancelled")

    # What the practice does

    def confirm(self, row: Row) -> None:
        """Say yes to a request."""
        self.release()
        self._require(row, "requested")
        self._agree(row)

    def decline(self, row: Row) -> None:
        """Say no to a request."""
        self.release()
        self._require(row, "requested")
        self._end(row, "declined")

    def propose(self, row: Row, start: datetime) -> None:
        """Offer another time for a request, which gives up the one asked for."""
        self.release()
        self._require(row, "requested")
        self._require_coming(start)
        self._require_free(start, row.session)
        old = self.rows[row.replaces] if row.replaces is not None else None
        row.status, row.start, row.hold = "proposed", start, self._offer_deadline(start, old)

    def place(self, person: int, start: datetime) -> None:
        """Write a session that was agreed by word of mouth."""
        self.release()
        self._require_coming(start)
        self._require_free(start, None)
        self._add(person, "confirmed", start, None)

    def offer_move(self, row: Row, start: datetime) -> None:
        """Offer another time for a session."""
        self.release()
        self._require_to_come(row)
        if self._waiting_move(row):
            raise RefusedError
        self._require_coming(start)
        self._require_another(row, start)
        self._add(row.person, "proposed", start, self._offer_deadline(start, row), row)

    def offer_again(self, row: Row, start: datetime) -> None:
        """Offer a time after a request that came to nothing, once."""
        self.release()
        if row.followed_by is not None:
            offered = self.rows[row.followed_by]
            if (offered.status, offered.start) == ("proposed", start):
                return
            raise RefusedError
        is_left = any(each.session == row.session and each.number > row.number for each in self.rows)
        if row.status not in {"declined", "expired", "withdrawn"} or row.replaces is not None or is_left:
            raise RefusedError
        self._require_coming(start)
        self._require_free(start, None)
        row.followed_by = self._add(row.person, "proposed", start, self._offer_deadline(start, None)).number

    def mark(self, row: Row, status: str) -> None:
        """Note that a session took place or was missed."""
        other = {"completed": "no_show", "no_show": "completed"}[status]
        has_started = row.status == "confirmed" and row.start <= self.now
        if not has_started and row.status != other:
            raise RefusedError
        row.status = status

    def undo(self, row: Row) -> None:
        """Take such a note back."""
        if row.status not in {"completed", "no_show"}:
            raise RefusedError
        row.status = "confirmed"

    def set_late(self, row: Row, *, is_late: bool) -> None:
        """Take a late mark off, or put it back."""
        if row.status != "cancelled" or row.is_late is is_late or (is_late and not row.was_excused):
            raise RefusedError
        row.is_late = is_late
        row.was_excused = True

    # Rules that several acts share

    def kept(self, but: int | None) -> Iterator[Row]:
        """Yield what keeps its time now, one session left out."""
        for row in self.rows:
            if row.blocks and (row.hold is None or row.hold > self.now) and row.session != but:
                yield row

    def _require_free(self, start: datetime, session: int | None) -> None:
        if any(abs(row.start - start) < APART for row in self.kept(session)):
            raise RefusedError

    def _require_another(self, row: Row, start: datetime) -> None:
        if row.start == start:
            raise RefusedError
        self._require_free(start, row.session)

    def _require_bookable(self, start: datetime) -> None:
        if not self.now + NOTICE <= start <= self.now + HORIZON:
            raise RefusedError

    def _require_coming(self, start: datetime) -> None:
        if start <= self.now:
            raise RefusedError

    def _require_to_come(self, row: Row) -> None:
        self._require(row, "confirmed")
        self._require_coming(row.start)

    def _require_room(self, person: int) -> None:
        waiting = [row for row in self.rows if row.person == person and row.status in WAITING]
        if sum(row.hold is not None and row.hold > self.now for row in waiting) >= OPEN_REQUESTS:
            raise RefusedError

    @staticmethod
    def _require(row: Row, status: str) -> None:
        if row.status != status:
            raise RefusedError

    def _deadline(self, start: datetime) -> datetime:
        return max(min(self.now + HOLD, start - NOTICE), min(self.now + DRAFT_HOLD, start))

    def _offer_deadline(self, start: datetime, old: Row | None) -> datetime:
        deadline = min(self.now + HOLD, start)
        return min(deadline, old.start) if old else deadline

    def _waiting_move(self, row: Row) -> Row | None:
        waiting = (each for each in self.rows if each.replaces == row.number and each.status in WAITING)
        return next((each for each in waiting if each.hold and each.hold > self.now), None)

    def _agree(self, row: Row) -> None:
        if row.replaces is not None:
            self._end(self.rows[row.replaces], "moved")
        row.status, row.hold = "confirmed", None

    def _add(self, person: int, status: str, start: datetime, hold: datetime | None, old: Row | None = None) -> Row:
        number = len(self.rows)
        session = old.session if old else number
        row = Row(number, person, session, status, start, self.now, hold, replaces=old.number if old else None)
        self.rows.append(row)
        return row

    @staticmethod
    def _end(row: Row, status: str) -> None:
        row.status, row.blocks, row.hold = status, False, None
