"""Random lives of bookings, played on the services and on the plain model side by side (B5).

After each step the answer, every row and every event must be what the model says, and the invariants must hold.
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from accounts.models import Client
from bookings.errors import BookingError, CodeExpiredError
from bookings.models import Booking, BookingEvent, WorkingHours
from bookings.services import (
    accept_proposal,
    cancel_booking,
    change_request,
    complete_session,
    confirm_booking,
    decline_booking,
    mark_no_show,
    offer_again,
    offer_move,
    place_session,
    propose_time,
    refuse_proposal,
    release_all_lapsed,
    request_move,
    send_new_code,
    set_late_mark,
    undo_mark,
    verify_request,
    withdraw_request,
)
from tests.bookings import steps
from tests.bookings.life_model import Practice, Row
from tests.bookings.life_rules import Checked
from tests.bookings.life_stories import JUMPS, STORIES, TOMORROW
from tests.factories import NOW, make_practitioner, make_session_type, make_user

By = BookingEvent.By
PEOPLE = 3
# Few hours and few people, so that they meet; a number past the candidates is any row at all.
starts = st.tuples(st.sampled_from([2, 14, 16, 26, 40]), st.integers(0, 2))
picks = st.integers(0, 9)


def settings_of(lives: int, steps_each: int, *, seed_is_fixed: bool = True) -> settings:
    """Return how long the machine runs; a failure is not made smaller, which takes longer than the run."""
    return settings(
        max_examples=lives,
        stateful_step_count=steps_each,
        derandomize=seed_is_fixed,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )


class Life(Checked):
    """One practice, three people, and everything that can happen to their bookings."""

    done: Counter[str] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block._from_testcase = True  # type: ignore[attr-defined] # as the test's own: services commit within it
        self.block.__enter__()
        self.user = make_user("arati@example.com")
        practitioner = make_practitioner(user=self.user, sessions_a_day=None)
        WorkingHours.objects.bulk_create(
            WorkingHours(practitioner=practitioner, weekday=day, starts=time(0), ends=time(0)) for day in range(7)
        )
        self.session_type = make_session_type(practitioner)
        self.model = Practice(NOW)
        self.told: list[tuple[Any, ...]] = []

    def teardown(self) -> None:
        """Undo this life."""
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    # How an act is played

    def play(self, name: str, act: Callable[[], Any], service: Callable[[], Any]) -> None:
        """Play an act on both sides and compare what came of it."""
        expected = self.model.attempt(act)
        try:
            made = service()
            answer = "done"
        except BookingError as error:
            answer, made = "refused", None
            if isinstance(error, CodeExpiredError):
                self.model.release()  # the try is counted, so what was released with it stays released
        assert answer == expected, name
        if isinstance(made, Booking) and made.pk not in {row.pk for row in self.rows}:
            self.rows.append(made)
        assert len(self.rows) == len(self.model.rows), name
        self.done[f"{name}: {answer}"] += 1

    def pick(self, pick: int, *statuses: str) -> Row | None:
        """Choose a row: mostly one on which the act is possible."""
        fitting = [row for row in self.model.rows if row.status in statuses]
        rows = fitting if pick < 8 and fitting else self.model.rows
        return rows[-1 - pick % len(rows)] if rows else None

    def start(self, choice: tuple[int, int]) -> datetime:
        """Return one of the times about which people meet."""
        hours, halves = choice
        hour = self.model.now.replace(minute=0, second=0, microsecond=0)
        return hour + timedelta(hours=hours, minutes=30 * halves)

    def on(
        self, name: str, row: Row | None, act: Callable[[Row], None], service: Callable[..., Any], **given: Any
    ) -> None:
        """Play an act on one row."""
        if row is not None:
            booking = self.rows[row.number]
            self.play(name, lambda: act(row), lambda: service(booking=booking, now=self.model.now, **given))

    # Rules

    @initialize(choice=starts)
    def begin_with_a_session(self, choice: tuple[int, int]) -> None:
        self.agree_at_once(0, choice)

    def tell(self, story: str) -> None:
        """Play a written life instead of a random one, and check after each act."""
        self.ask(0, TOMORROW)
        for act, *given in STORIES[story]:
            getattr(self, act)(*given)
            self.everything_holds()

    @rule(person=st.integers(0, PEOPLE - 1), choice=starts)
    def ask(self, person: int, choice: tuple[int, int]) -> None:
        start, email = self.start(choice), f"p{person}@example.com"
        client = Client.objects.filter(user__email=email).first()
        self.play(
            "ask",
            lambda: self.model.ask(person, start),
            lambda: steps.ask(self.session_type, start, now=self.model.now, browser=email, email=email, client=client),
        )

    @rule(person=st.integers(0, PEOPLE - 1), choice=starts)
    def ask_and_prove(self, person: int, choice: tuple[int, int]) -> None:
        self.ask(person, choice)
        self.verify(0)

    @rule(person=st.integers(0, PEOPLE - 1), choice=starts)
    def agree_at_once(self, person: int, choice: tuple[int, int]) -> None:
        self.ask_and_prove(person, choice)
        self.confirm(0)

    @rule(person=st.integers(0, PEOPLE - 1), choice=starts)
    def place(self, person: int, choice: tuple[int, int]) -> None:
        """The practice knows whoever proved an address once."""
        start, client = self.start(choice), Client.objects.filter(user__email=f"p{person}@example.com").first()
        if client is None:
            return
        given = {"client": client, "session_type": self.session_type, "starts_at": start, "mode": "video"}
        self.play(
            "place",
            lambda: self.model.place(person, start),
            lambda: place_session(**given, request_key=uuid4(), by=self.user, now=self.model.now),  # type: ignore[arg-type]
        )

    @rule(pick=picks)
    def verify(self, pick: int) -> None:
        if row := self.pick(pick, "draft"):
            booking = self.rows[row.number]
            code = steps.code_for(booking) if row.code_sent else "000000"
            self.play(
                "verify",
                lambda: self.model.verify(row),
                lambda: verify_request(
                    booking_uuid=booking.uuid, browser_key=booking.browser_key, code=code, now=self.model.now
                ),
            )

    @rule(pick=picks)
    def send_code(self, pick: int) -> None:
        if row := self.pick(pick, "draft"):
            booking = self.rows[row.number]
            self.play(
                "send code",
                lambda: self.model.send_code(row),
                lambda: send_new_code(booking_uuid=booking.uuid, browser_key=booking.browser_key, now=self.model.now),
            )

    @rule(pick=picks)
    def withdraw(self, pick: int) -> None:
        self.on("withdraw", self.pick(pick, "requested"), self.model.withdraw, withdraw_request, by=None)

    @rule(pick=picks)
    def confirm(self, pick: int) -> None:
        self.on("confirm", self.pick(pick, "requested"), self.model.confirm, confirm_booking, by=self.user)

    @rule(pick=picks)
    def decline(self, pick: int) -> None:
        self.on("decline", self.pick(pick, "requested"), self.model.decline, decline_booking, by=self.user)

    @rule(pick=picks, choice=starts)
    def propose(self, pick: int, choice: tuple[int, int]) -> None:
        start = self.start(choice)
        row = self.pick(pick, "requested")
        self.on("propose", row, lambda row: self.model.propose(row, start), propose_time, by=self.user, starts_at=start)

    @rule(pick=picks, choice=starts)
    def change(self, pick: int, choice: tuple[int, int]) -> None:
        start = self.start(choice)
        row = self.pick(pick, "requested")
        self.on("change", row, lambda row: self.model.change(row, start), change_request, by=None, starts_at=start)

    @rule(pick=picks)
    def accept(self, pick: int) -> None:
        self.on("accept", self.pick(pick, "proposed"), self.model.accept, accept_proposal, by=None)

    @rule(pick=picks)
    def refuse(self, pick: int) -> None:
        self.on("refuse", self.pick(pick, "proposed"), self.model.refuse, refuse_proposal, by=None)

    @rule(pick=picks, choice=starts)
    def ask_move(self, pick: int, choice: tuple[int, int]) -> None:
        start = self.start(choice)
        row = self.pick(pick, "confirmed")
        self.on("ask move", row, lambda row: self.model.ask_move(row, start), request_move, by=None, starts_at=start)

    @rule(pick=picks, choice=starts)
    def offer_move(self, pick: int, choice: tuple[int, int]) -> None:
        start = self.start(choice)
        row = self.pick(pick, "confirmed")
        self.on(
            "offer move", row, lambda row: self.model.offer_move(row, start), offer_move, by=self.user, starts_at=start
        )

    @rule(pick=picks, choice=starts)
    def offer_again(self, pick: int, choice: tuple[int, int]) -> None:
        start = self.start(choice)
        row = self.pick(pick, "declined", "expired", "withdrawn")
        self.on(
            "offer again",
            row,
            lambda row: self.model.offer_again(row, start),
            offer_again,
            by=self.user,
            starts_at=start,
        )

    @rule(pick=picks, choice=starts, is_offer=st.booleans(), end=st.sampled_from(["agree", "say no", "cancel", "wait"]))
    def move_and_then(self, pick: int, choice: tuple[int, int], is_offer: bool, end: str) -> None:
        if is_offer:
            self.offer_move(pick, choice)
        else:
            self.ask_move(pick, choice)
        if end == "agree":
            self.accept(0) if is_offer else self.confirm(0)
        elif end == "say no":
            self.refuse(0) if is_offer else self.decline(0)
        elif end == "cancel":
            self.cancel(pick, by_client=not is_offer)

    @rule(pick=picks, by_client=st.booleans())
    def cancel(self, pick: int, by_client: bool) -> None:
        by = By.CLIENT if by_client else By.PRACTICE
        row = self.pick(pick, "confirmed")
        self.on(
            "cancel", row, lambda row: self.model.cancel(row, by_client=by_client), cancel_booking, by=by, user=None
        )

    @rule(pick=picks)
    def cancel_late_and_be_excused(self, pick: int) -> None:
        row = self.pick(pick, "confirmed")
        if row and row.start > self.model.now:
            self.model.now = max(self.model.now, row.start - timedelta(hours=1))
            self.cancel(pick, by_client=True)
            self.set_late(pick, is_late=False)
            self.set_late(pick, is_late=True)

    @rule(pick=picks)
    def complete(self, pick: int) -> None:
        row = self.pick(pick, "confirmed", "no_show")
        self.on("complete", row, lambda row: self.model.mark(row, "completed"), complete_session, by=self.user)

    @rule(pick=picks)
    def miss(self, pick: int) -> None:
        row = self.pick(pick, "confirmed", "completed")
        self.on("no show", row, lambda row: self.model.mark(row, "no_show"), mark_no_show, by=self.user)

    @rule(pick=picks)
    def undo(self, pick: int) -> None:
        self.on("undo", self.pick(pick, "completed", "no_show"), self.model.undo, undo_mark, by=self.user)

    @rule(pick=picks, is_late=st.booleans())
    def set_late(self, pick: int, is_late: bool) -> None:
        row = self.pick(pick, "cancelled")
        self.on(
            "late mark",
            row,
            lambda row: self.model.set_late(row, is_late=is_late),
            set_late_mark,
            is_late=is_late,
            by=self.user,
        )

    @rule(jump=st.sampled_from(JUMPS))
    def jump(self, jump: timedelta) -> None:
        self.model.now += jump
        self.done["clock: done"] += 1

    @rule(pick=picks)
    def let_it_start(self, pick: int) -> None:
        """Let the clock come to the start of an agreed session; otherwise few would ever take place."""
        row = self.pick(pick, "confirmed")
        if row and row.start > self.model.now:
            self.model.now = row.start

    @rule(pick=picks, took_place=st.booleans())
    def note_and_take_back(self, pick: int, took_place: bool) -> None:
        self.complete(pick) if took_place else self.miss(pick)
        self.undo(pick)

    @rule()
    def run_job(self) -> None:
        self.play("release", self.model.release, lambda: release_all_lapsed(self.model.now))
