"""What must hold throughout a year, looked up after every event; written from the rules and not from the code."""

import re
from collections import Counter, defaultdict
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core import mail as django_mail

from bookings import selectors
from bookings.models import Booking, BookingEvent, TimeOff, WaitingEntry, WaitingOffer
from bookings.scheduling.intervals import Interval
from bookings.scheduling.policy import Asker
from practice.models import OutgoingMessage
from tests.bookings.life_model import SETTLED, TABLE, WAITING
from tests.bookings.year import CLOSED, OPENED, PAUSED, RESUMED, Year

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
HOME = ZoneInfo("Asia/Kolkata")
NOTICE, HORIZON, BUFFER = 12 * HOUR, timedelta(days=60), 10 * MINUTE
OPENS, CLOSES = time(10), time(18)
A_DAY, A_PERSON = 6, 2
REMINDERS = ("booking_reminder", "booking_reminder_near")
# What answers something that was just done, or cannot wait for the morning; everything else rests at night.
AT_ONCE = {
    "booking_code", "booking_received", "booking_to_answer", "booking_at_once", "booking_confirmed", "booking_moved",
    "booking_cancelled", "booking_cancelled_desk", "booking_running_late",
    "series_received", "series_to_answer", "series_answered", "series_at_once", "standing_ended",
    "standing_ended_desk", "waiting_joined", "waiting_code",
}  # fmt: skip
WAITS_FOR_ANOTHER = {"standing_ended"}  # for the one of the beginning, where that rests
TO_THERAPIST = {
    "booking_to_answer", "booking_nudge", "booking_move_refused", "booking_accepted", "booking_at_once",
    "booking_withdrawn", "booking_cancelled_desk", "booking_guardian_answered", "booking_running_late",
    "series_to_answer", "series_nudge", "series_at_once", "series_withdrawn", "standing_ended_desk", "waiting_new",
}  # fmt: skip
SAYS_WHEN = {*REMINDERS, "booking_confirmed", "booking_moved", "booking_received"}
TAKES_A_TIME = {"ask", "ask_move", "offer_move", "propose", "offer_from_list", "standing"}
BY_PRACTICE = {"standing"}  # to which notice and horizon do not apply
WAYS = {**TABLE, "standing": {("", "confirmed"), ("confirmed", "confirmed")}, "offer_from_list": {("", "proposed")}}
ANSWERS = {"declined": "booking_declined", "expired": "booking_expired"}


class Rules:
    """Looks at everything after every event and remembers what was broken."""

    def __init__(self) -> None:
        self.broken: list[str] = []
        self.checked = 0
        self.last_event = 0
        self.history: dict[int, str] = {}
        self.told: set[int] = set()
        self.sent: Counter[tuple[str, str]] = Counter()
        self.kinds: Counter[str] = Counter()
        self.files: dict[str, list[tuple[int, str, datetime]]] = defaultdict(list)

    def require(self, holds: bool, what: str, year: Year, about: object = "") -> None:
        """Note a broken rule."""
        self.checked += 1
        if not holds:
            self.broken.append(f"{year.now:%d %b %H:%M} {what} {about}")

    # After every event

    def look(self, year: Year) -> None:
        """Look at every row that matters now, and at what has just happened."""
        self.no_two_share_a_time(year)
        self.nobody_asks_for_too_much(year)
        for event in BookingEvent.objects.filter(pk__gt=self.last_event).select_related("booking").order_by("pk"):
            self.last_event = event.pk
            self.follows_the_table(year, event)
            if event.act in TAKES_A_TIME:
                self.was_open(year, event)
        if year.chance.random() < 1 / 4:
            self.what_is_not_shown_is_refused(year)

    def no_two_share_a_time(self, year: Year) -> None:
        rows = Booking.objects.filter(blocks=True, ends_at__gt=year.now - 2 * HOUR).order_by("starts_at")
        kept = [row for row in rows if row.hold_until is None or row.hold_until > year.now]
        for row in kept:
            self.require(row.status in SETTLED | WAITING | {"draft"}, "ended and yet blocks", year, row.pk)
        for number, row in enumerate(kept):
            for other in kept[number + 1 :]:
                apart = other.starts_at >= row.ends_at + BUFFER or other.session_id == row.session_id
                self.require(apart, "two share a time", year, (row.pk, other.pk))

    def nobody_asks_for_too_much(self, year: Year) -> None:
        open_ = Booking.objects.filter(status__in=WAITING, hold_until__gt=year.now)
        rows = open_.filter(replaces=None).values_list("client", "series", "session_id")
        asked = Counter(client for client, _one in {(client, series or one) for client, series, one in rows})
        self.require(max(asked.values(), default=0) <= A_PERSON, "too many open requests", year)

    def follows_the_table(self, year: Year, event: BookingEvent) -> None:
        known = event.act in {"pause", "resume"} or (event.from_status, event.to_status) in WAYS[event.act]
        self.require(known, "not in the table", year, event)
        self.require(self.history.get(event.booking_id, "") == event.from_status, "a step is missing", year, event)
        self.history[event.booking_id] = event.to_status
        is_over = event.act == "move" and event.at >= event.booking.starts_at
        self.require(not is_over, "moved after it had begun", year, event)

    def was_open(self, year: Year, event: BookingEvent) -> None:
        """A time that was just taken lay in the hours, in no time off, in the limits of notice, horizon and day."""
        start, end = event.booking.starts_at, event.booking.ends_at
        local, last = start.astimezone(HOME), end.astimezone(HOME)
        in_hours = local.weekday() < 6 and local.time() >= OPENS and last.time() <= CLOSES
        self.require(in_hours and last.date() == local.date(), "outside the hours", year, local)
        self.require(local.minute in {0, 30}, "not on the step", year, local)
        if event.act not in BY_PRACTICE:
            self.require(NOTICE <= start - event.at <= HORIZON, "too soon or too far", year, local)
        off = TimeOff.objects.filter(starts_at__lt=end, ends_at__gt=start)
        self.require(not off.exists(), "in time off", year, local)
        midnight = datetime.combine(local.date(), time(), HOME).astimezone(UTC)
        that_day = Booking.objects.filter(blocks=True, starts_at__gte=midnight, starts_at__lt=midnight + 24 * HOUR)
        live = [row for row in that_day if row.hold_until is None or row.hold_until > event.at]
        self.require(len({row.session_id for row in live}) <= A_DAY, "the day is full", year, local)
        today = event.at.astimezone(HOME).date()
        if event.act == "ask":
            self.require(not PAUSED <= today < RESUMED, "asked in a pause", year)
            is_closed = CLOSED <= today < OPENED and event.to_status == "draft"
            self.require(not is_closed, "a stranger while none are taken", year)

    def what_is_not_shown_is_refused(self, year: Year) -> None:
        """Any half hour of the next nine weeks is in the list exactly if nothing speaks against it."""
        hour = year.now.replace(minute=0, second=0, microsecond=0)
        start = hour + year.chance.randrange(1, 24 * 2 * 63) * 30 * MINUTE
        asker = year.chance.choice([Asker.STRANGER, Asker.CLIENT])
        asked: dict[str, Any] = {"session_type": year.session_type, "mode": "video", "now": year.now, "asker": asker}
        shown = selectors.offered_slots(window=Interval(start, start + MINUTE), **asked)
        reasons = selectors.reasons_against(start=start, **asked)
        self.require(bool(shown) is not bool(reasons), "shown and refused", year, (start, reasons))

    # After every message

    def look_at_mail(self, year: Year) -> None:
        """Look at what was sent since the last time."""
        mails = {mail.extra_headers.get("Message-ID", ""): mail for mail in django_mail.outbox}
        django_mail.outbox.clear()
        rows = OutgoingMessage.objects.filter(state="sent", sent_at=year.now)
        for row in rows.exclude(pk__in=self.told):
            self.told.add(row.pk)
            self.rests_at_night(year, row)
            mail = next((mail for key, mail in mails.items() if key.strip("<>") == row.message_id.strip("<>")), None)
            self.require(mail is not None, "no mail for a message that was sent", year, row.kind)
            if mail is not None:
                self.look_at_files(year, mail)
            if row.cause.startswith("booking:"):
                booking = Booking.objects.get(uuid=row.cause.partition(":")[2])
                self.sent[str(booking.session_id), row.kind] += 1
                self.look_at_words(year, row.kind, booking, str(mail.body) if mail else "")

    def rests_at_night(self, year: Year, row: OutgoingMessage) -> None:
        """What can wait goes between eight and nine by the clock of whoever gets it, or would come too late."""
        self.kinds[row.kind] += 1
        about, number = row.cause.partition(":")[::2]
        if row.kind in AT_ONCE or about not in {"booking", "series", "waiting"}:
            return
        if about == "waiting":
            zone, limit = WaitingEntry.objects.get(uuid=number).zone_name, None
        else:
            named = {"uuid": number} if about == "booking" else {"series": number}
            booking = Booking.objects.filter(**named).order_by("starts_at")[0]
            zone, limit = booking.client_zone, booking.hold_until or booking.starts_at
        local = year.now.astimezone(HOME if row.kind in TO_THERAPIST else ZoneInfo(zone))
        if time(8) <= local.time() < time(21):
            return
        next_day = timedelta(days=local.time() >= time(21))
        until_morning = next_day + datetime.combine(local, time(8)) - local.replace(tzinfo=None)
        comes_too_late = limit is not None and limit - HOUR - year.now < until_morning
        self.require(comes_too_late, "at night", year, (row.kind, local))

    def look_at_words(self, year: Year, kind: str, booking: Booking, text: str) -> None:
        if kind in REMINDERS:
            to_come = booking.status == "confirmed" and booking.starts_at > year.now
            self.require(to_come, "reminded of what is not to come", year, booking.pk)
        if kind == "booking_reminder" and was_agreed_in_time(booking):
            free_until = booking.starts_at - booking.cancellation_hours * HOUR
            is_named = clock(free_until, ZoneInfo(booking.client_zone)) in text and clock(free_until, HOME) in text
            in_time = is_named and year.now <= free_until - HOUR
            self.require(in_time, "reminded too late to cancel", year, (booking.pk, text))
        if kind in SAYS_WHEN:
            for zone in (ZoneInfo(booking.client_zone), HOME):
                self.require(clock(booking.starts_at, zone) in text, "another hour", year, (kind, zone, text))
            there = booking.starts_at.astimezone(ZoneInfo(booking.client_zone))
            self.require(f"{there:%A} {there.day} {there:%B}" in text, "another day", year, (kind, text))

    def look_at_files(self, year: Year, mail: Any) -> None:
        for attachment in mail.attachments:
            content = attachment.get_payload(decode=True)
            text = re.sub(r"\r?\n[ \t]", "", content.decode())
            given = dict(re.findall(r"^(UID|SEQUENCE|METHOD|DTSTART):(.*?)\r?$", text, re.M))
            start = datetime.strptime(given["DTSTART"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            past = self.files[given["UID"]]
            number = int(given["SEQUENCE"])
            self.require(all(number > each[0] for each in past), "the number of a file did not rise", year, number)
            rows = Booking.objects.filter(session_id=given["UID"].partition("@")[0])
            latest = rows.filter(sequence__lte=number).order_by("-sequence", "-pk")[0]
            self.require(start == latest.starts_at, "a file with another time", year, latest.pk)
            past.append((number, given["METHOD"], start))

    # At the end

    def look_back(self, year: Year) -> None:
        """Look at the whole year: what was answered was told once, what took place was reminded of twice."""
        for row in Booking.objects.order_by("pk"):
            key = str(row.session_id)
            if kind := ANSWERS.get(row.status):
                told = self.sent[key, kind] or self.was_told_together(row)
                self.require(bool(told), "nobody was told", year, (row.pk, kind))
        agreed: dict[str, Booking] = {
            str(row.session_id): row for row in Booking.objects.filter(status__in=SETTLED, starts_at__lte=year.now)
        }
        for key, row in agreed.items():
            if was_agreed_in_time(row) and row.replaces_id is None:
                found = [self.sent[key, kind] for kind in REMINDERS]
                self.require(found == [1, 1], "reminders", year, (row.pk, found))
        for uid, files in self.files.items():
            has_ended = not Booking.objects.filter(session_id=uid.partition("@")[0], status__in=SETTLED).exists()
            self.require((files[-1][1] == "CANCEL") is has_ended, "the last file is wrong", year, uid)
        late = OutgoingMessage.objects.filter(state__in=["queued", "dead"], next_try_at__lt=year.now - HOUR)
        self.require(not late.exists(), "messages are left", year, late.count())

    @staticmethod
    def was_told_together(row: Booking) -> bool:
        """Tell whether one message told of all dates of a series, or asked whether somebody still waits."""
        causes = [f"series:{row.series}"]
        if offer := WaitingOffer.objects.filter(booking=row).select_related("entry").first():
            causes.append(f"waiting:{offer.entry.uuid}")
        kinds = ["series_answered", "series_expired", "waiting_paused"]
        return OutgoingMessage.objects.filter(state="sent", cause__in=causes, kind__in=kinds).exists()


def was_agreed_in_time(booking: Booking) -> bool:
    """Tell whether a session was agreed before its first reminder can have been due, at whatever hour it is."""
    since = booking.events.filter(to_status="confirmed").order_by("pk").first()
    return since is not None and since.at <= booking.starts_at - 40 * HOUR


def clock(instant: datetime, zone: ZoneInfo) -> str:
    """Return what a clock shows there, such as 5:30 pm."""
    local = instant.astimezone(zone)
    return f"{local.hour % 12 or 12}:{local.minute:02} {'am' if local.hour < 12 else 'pm'}"
