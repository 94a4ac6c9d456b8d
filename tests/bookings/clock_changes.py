"""Sessions around every change of the clocks, from the list of free times to the desk (B8)."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from html import unescape
from random import Random
from unittest.mock import patch
from zoneinfo import ZoneInfo

import time_machine
from django.test import Client as Browser
from django.urls import reverse
from icalendar import Calendar

from accounts.models import Client, Practitioner, User
from bookings import emails, pages
from bookings.models import Booking, SessionType, WorkingHours
from practice.mail import Mail
from practice.models import Limit, OutgoingMessage
from practice.times import say_zone
from tests.bookings.browsing import form, text
from tests.bookings.clock_reader import LETTERS, Reader, Unread
from tests.factories import make_client, make_session_type, make_user

INDIA = "Asia/Kolkata"
FIRST_YEAR, LAST_YEAR = 2026, 2036
QUARTER = timedelta(minutes=15)
AROUND = timedelta(hours=2)
AHEAD = timedelta(days=3)
ONE_IN = 8  # of what says the same of each booking: its own page, and the letter to the desk
LABEL = re.compile(r"Times in <strong>[^<(]+\(([^<]+)\)</strong>")
CHOICE = re.compile(r'value="([^"]+)"[^>]*data-short="[^"]*" data-long="([^"]+)" data-other="([^"]*)"')
WHEN_CELL = re.compile(r'class="field-when[^"]*"[^>]*>(.*?)</t[hd]>', re.S)
OTHER = re.compile(r"(\d+:\d\d [ap]m)(?: ([A-Z][A-Z+:0-9-]+))? ")


@dataclass(frozen=True, slots=True)
class Change:
    """A moment at which a clock is put forward or back, and who is where: the practice, and the client."""

    instant: datetime
    home: str
    away: str

    @property
    def starts(self) -> list[datetime]:
        """Every quarter of an hour in the two hours before and after."""
        count = 2 * AROUND // QUARTER
        return [self.instant - AROUND + number * QUARTER for number in range(count)]


def all_changes() -> list[Change]:
    """Return every change of every zone; in turn the client's clock changes, the practice's, and that of both."""
    found = []
    for zone in LETTERS:
        for number, instant in enumerate(_changes_of(ZoneInfo(zone))):
            home, away = ((INDIA, zone), (zone, INDIA), (zone, zone))[number % 3]
            found.append(Change(instant, home, away))
    return found


def some_changes(cases: int) -> list[Change]:
    """Return as many changes as make this many cases, of every zone; the same each time."""
    changes = all_changes()
    wanted = -(-cases // len(changes[0].starts))
    if wanted >= len(changes):
        return changes
    by_zone: dict[str, list[Change]] = {}
    for change in Random(8).sample(changes, len(changes)):
        by_zone.setdefault(change.away if change.home == INDIA else change.home, []).append(change)
    rows = zip(*(rows[: min(map(len, by_zone.values()))] for rows in by_zone.values()), strict=True)
    return [change for row in rows for change in row][:wanted]


def _changes_of(zone: ZoneInfo) -> Iterator[datetime]:
    """Find the minutes at which the offset becomes another one: the days by walking, the minute by halving."""
    day, end = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC), datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC)
    while day < end:
        before, after = day, day + timedelta(days=1)
        if before.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            offset = before.astimezone(zone).utcoffset()
            while after - before > timedelta(minutes=1):
                middle = before + (after - before) // timedelta(minutes=2) * timedelta(minutes=1)
                before, after = (middle, after) if middle.astimezone(zone).utcoffset() == offset else (before, middle)
            yield after
        day += timedelta(days=1)


class Round:
    """Books every free time around the changes, as a client whose sessions are confirmed at once, and reads it all."""

    def __init__(self, practitioner: Practitioner) -> None:
        self.user = make_user("round@example.com")
        self.client: Client = make_client("Asha", user=self.user)
        self.therapist: User = practitioner.user  # type: ignore[assignment]
        rules = {"notice_hours": 0, "horizon_days": 30, "step_minutes": 15, "sessions_a_day": None}
        Practitioner.objects.filter(pk=practitioner.pk).update(**rules, sessions_a_week=None)
        self.practitioner = practitioner
        self.session_type: SessionType = make_session_type(
            practitioner, slug="quarter", length_minutes=15, buffer_after_minutes=0, confirms_at_once=True
        )
        self.shifted: Counter[str] = Counter()
        self.cases = 0

    def go(self, changes: Sequence[Change]) -> None:
        """Book and read around each change; what is wrong is counted by where it stood."""
        for number, change in enumerate(changes):
            with time_machine.travel(change.instant - AHEAD, tick=False):
                self._book_around(change, number)
            Booking.objects.update(blocks=False, status="lapsed", hold_until=None)  # some zones change together

    def _book_around(self, change: Change, number: int) -> None:
        self._settle(change)
        browser = Browser(REMOTE_ADDR=f"198.51.{number // 250}.{number % 250 + 1}")
        browser.force_login(self.user)
        said = self._free_times(browser, change)
        booked = []
        for place, start in enumerate(change.starts):
            if address := self._book(browser, change, start, said):
                booked.append(start)
                if place % ONE_IN == number % ONE_IN:
                    self._read_words("page", change, start, text(browser.get(address)))
                    self._read_letter_to_desk(change, start)
        self._read_lists(browser, change, booked)

    def _settle(self, change: Change) -> None:
        """Let the practice be where the change wants it, open all day on the days around it."""
        Practitioner.objects.filter(pk=self.practitioner.pk).update(zone_name=change.home)
        Client.objects.filter(pk=self.client.pk).update(zone_name=change.away)
        self.practitioner.refresh_from_db()
        zone = ZoneInfo(change.home)
        days = {start.astimezone(zone).weekday() for start in [*change.starts, change.starts[-1] + QUARTER]}
        WorkingHours.objects.all().delete()
        for day in days:
            WorkingHours.objects.create(practitioner=self.practitioner, weekday=day, starts=time(0), ends=time(0))

    def _free_times(self, browser: Browser, change: Change) -> dict[str, datetime]:
        """Return the values of the list of free times, each with the instant that its words name to the client."""
        zone = ZoneInfo(change.away)
        found: dict[str, datetime] = {}
        for monday in {pages.monday_of(start.astimezone(zone).date()) for start in change.starts}:
            query = {"tz": change.away, "mode": "video", "from": monday.isoformat()}
            page = text(browser.get(reverse("space_book_times", args=["quarter"]), query))
            label = LABEL.search(page)
            for value, long, other in CHOICE.findall(page):
                words = label[1] if label else ""
                found[value] = self._read_choice(change, monday, unescape(words), unescape(long), unescape(other))
        return found

    def _read_choice(self, change: Change, monday: date, label: str, long: str, other: str) -> datetime:
        """Return the instant of one choice; where the practice's hour beside it says another, one far away.

        In a week in which the practice's clock stays as it is, its hour has no letters and none are needed.
        """
        nowhere = datetime.min.replace(tzinfo=UTC)
        day, hour = long.split(", ")
        letters = hour.split(" ")[2] if hour.count(" ") == 2 else label
        try:
            said = Reader(change.away, change.instant).instant(
                f"{day} {_year_of(day, monday)}", " ".join(hour.split(" ")[:2]), letters
            )
            if other and (found := OTHER.match(other)):
                at_home = said.astimezone(ZoneInfo(change.home))
                beside = found[2] or say_zone(said, ZoneInfo(change.home))
                there = Reader(change.home, change.instant).instant(f"{at_home:%A %d %B %Y}", found[1], beside)
                return said if there == said else nowhere
        except Unread:
            return nowhere
        return said

    def _book(self, browser: Browser, change: Change, start: datetime, said: dict[str, datetime]) -> str:
        """Book one time through the form and read the letters that follow; return the address of its page."""
        self.cases += 1
        value = start.strftime("%Y-%m-%dT%H:%M:%SZ")
        self._expect("slot list", said.get(value), start)
        query = f"?start={value}&mode=video&tz={change.away}"
        Limit.objects.all().delete()  # it is one person who books hundreds
        with patch("bookings.services.caps.SESSIONS_BOOKED_AT_ONCE", 10_000):
            answer = browser.post(reverse("book_details", args=["quarter"]) + query, form())
        booking = Booking.objects.order_by("-pk").first()
        if answer.status_code != 302 or booking is None:
            self.shifted["not booked"] += 1
            return ""
        self._expect("row", (booking.starts_at, booking.ends_at), (start, start + QUARTER))
        self._read_letters(change, booking)
        return answer.headers["Location"]

    def _read_letters(self, change: Change, booking: Booking) -> None:
        start = booking.starts_at
        mail = self._letter(booking, "booking_confirmed")
        self._read_words("mail", change, start, mail.text)
        self._read_words("mail in HTML", change, start, mail.html)
        event = next(iter(Calendar.from_ical(mail.attachments[0].content).walk("VEVENT")))
        times = event.decoded("dtstart"), event.decoded("dtend")
        self._expect("calendar file", times, (start, start + QUARTER))

    def _read_letter_to_desk(self, change: Change, start: datetime) -> None:
        booking = Booking.objects.get(starts_at=start, status="confirmed")
        told = self._letter(booking, "booking_at_once").text
        self._try("mail to the desk", lambda: Reader(change.home, change.instant).moment(told, start.date()), start)

    def _letter(self, booking: Booking, kind: str) -> Mail:
        message = OutgoingMessage.objects.get(kind=kind, cause=f"booking:{booking.uuid}")
        mail = emails.render(message, booking.created_at)
        assert mail is not None
        return mail

    def _read_words(self, where: str, change: Change, start: datetime, words: str) -> None:
        """Read when a session is: in the client's words, and beside them the practice's hour."""
        words = unescape(words)
        self._try(where, lambda: Reader(change.away, change.instant).session(words), (start, start + QUARTER))
        if change.home != change.away:
            day = start.astimezone(ZoneInfo(change.away)).date()
            self._try(f"{where}, elsewhere", lambda: Reader(change.home, change.instant).elsewhere(words, day), start)

    def _read_lists(self, browser: Browser, change: Change, starts: list[datetime]) -> None:
        """Read all sessions in the client's space, and on the desk by the practice's clock."""
        space = unescape(text(browser.get(reverse("space"))))
        own = [(start, start + QUARTER) for start in starts]
        self._try("space", lambda: Reader(change.away, change.instant).sessions(space), own)
        desk = Browser()
        desk.force_login(self.therapist)
        page = text(desk.get(reverse("admin:bookings_booking_changelist"), {"status__exact": "confirmed"}))
        cells = "\n".join(WHEN_CELL.findall(unescape(page)))
        self._try("desk", lambda: Reader(change.home, change.instant).shorts(cells), starts)

    def _try(self, where: str, read: Callable[[], object], meant: object) -> None:
        try:
            self._expect(where, read(), meant)
        except Unread:
            self.shifted[where] += 1

    def _expect(self, where: str, said: object, meant: object) -> None:
        if said != meant:
            self.shifted[where] += 1


def _year_of(day: str, monday: date) -> int:
    """Return the year of a day of the week that begins on `monday`."""
    dates = [monday + timedelta(days=number) for number in range(7)]
    return next((each.year for each in dates if day == f"{each:%A} {each.day} {each:%B}"), monday.year)
