"""Someone who reads what pages and letters say and works out the instant, from the words alone (B8).

She knows what the letters of a zone mean, which is written here and looked up nowhere, and from the sun which of two
offsets hold before and after one moment. So words that leave out the letters, or carry those of another day, or an hour
that no clock on a wall there shows, lead her nowhere or to another instant.
"""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

LETTERS = {  # minutes ahead of UTC
    "Asia/Kolkata": {"IST": 330},
    "Europe/London": {"GMT": 0, "BST": 60},
    "Europe/Dublin": {"GMT": 0, "IST": 60},
    "Europe/Lisbon": {"WET": 0, "WEST": 60},
    "Europe/Paris": {"CET": 60, "CEST": 120},
    "Europe/Athens": {"EET": 120, "EEST": 180},
    "Asia/Jerusalem": {"IST": 120, "IDT": 180},
    "Atlantic/Azores": {"UTC-1": -60, "UTC+0": 0},
    "America/St_Johns": {"NST": -210, "NDT": -150},
    "America/New_York": {"EST": -300, "EDT": -240},
    "America/Chicago": {"CST": -360, "CDT": -300},
    "America/Los_Angeles": {"PST": -480, "PDT": -420},
    "America/Santiago": {"UTC-4": -240, "UTC-3": -180},
    "Australia/Adelaide": {"ACST": 570, "ACDT": 630},
    "Australia/Lord_Howe": {"UTC+10:30": 630, "UTC+11": 660},
    "Pacific/Auckland": {"NZST": 720, "NZDT": 780},
    "Pacific/Chatham": {"UTC+12:45": 765, "UTC+13:45": 825},
}
DAY = r"\w+day \d+ \w+"
HOUR = r"\d+:\d\d [ap]m"
SESSION = re.compile(rf"({DAY} \d{{4}}), ({HOUR})(?: (\S+) to ({HOUR}) (\S+),| to ({HOUR}), [^()<>\n]+ \((\S+)\))")
ELSEWHERE = re.compile(rf"(?:({DAY}), )?({HOUR}) in [^()<>\n]+ \((\S+?)\)")
MOMENT = re.compile(rf"({DAY}), ({HOUR}) ([^\s,.]+)")
SHORT = re.compile(rf"(\d+ \w{{3}} \d{{4}}), ({HOUR}) ([^\s,.<]+)")
NEAR = timedelta(hours=6)
Unread = ValueError


class Reader:
    """Reads the words of one place, whose zone is `zone`, about the hours before and after `around`."""

    def __init__(self, zone: str, around: datetime) -> None:
        self.letters = LETTERS[zone]
        self.around = around
        self.before, self.after = ((around + hours).astimezone(ZoneInfo(zone)).utcoffset() for hours in (-NEAR, NEAR))

    def instant(self, day: str, hour: str, letters: str, *, pattern: str = "%A %d %B %Y") -> datetime:
        """Return the instant of a day with its year and an hour.

        Raises:
            ValueError: the letters mean nothing there or at that time, or the weekday is not that of the date.
        """
        return self._shown_at(self._read(day, hour, pattern), letters)

    def _read(self, day: str, hour: str, pattern: str) -> datetime:
        wall = datetime.strptime(f"{day} {hour}", f"{pattern} %I:%M %p").replace(tzinfo=UTC)
        if "%A" in pattern and not day.startswith(f"{wall:%A}"):
            raise Unread(f"{day} is another weekday")
        return wall

    def _shown_at(self, wall: datetime, letters: str, *, after: datetime | None = None) -> datetime:
        """Return when the clock there shows `wall`; a day later where that would not be `after` another instant."""
        if letters not in self.letters:
            raise Unread(f"{letters!r} tells nothing")
        offset = timedelta(minutes=self.letters[letters])
        instant = wall - offset
        if after is not None and instant <= after:
            instant += timedelta(days=1)
        if offset != (self.before if instant < self.around else self.after):
            raise Unread(f"no clock shows {wall} {letters}")
        return instant

    def session(self, text: str) -> tuple[datetime, datetime]:
        """Return the start and the end of the first session that `text` names."""
        found = SESSION.search(text)
        if found is None:
            raise Unread("no session is named")
        return self._session(found)

    def sessions(self, text: str) -> list[tuple[datetime, datetime]]:
        """Return the start and the end of every session that `text` names, each once, in order of time."""
        return sorted({self._session(each) for each in SESSION.finditer(text)})

    def _session(self, found: re.Match[str]) -> tuple[datetime, datetime]:
        day, start, start_letters, other_end, end_letters, end, letters = found.groups()
        begin = self.instant(day, start, start_letters or letters)
        wall = self._read(day, end or other_end, "%A %d %B %Y")
        return begin, self._shown_at(wall, end_letters or letters, after=begin)

    def elsewhere(self, text: str, day: date) -> datetime:
        """Return the instant of an hour elsewhere; `day` is the date of the session in the words before."""
        found = ELSEWHERE.search(text)
        if found is None:
            raise Unread("no hour elsewhere is named")
        named, hour, letters = found.groups()
        return self.instant(with_year(named or f"{day:%A} {day.day} {day:%B}", day), hour, letters)

    def moment(self, text: str, near: date) -> datetime:
        """Return the instant of the first day and hour that `text` names; its year is that next to `near`."""
        found = MOMENT.search(text)
        if found is None:
            raise Unread("no moment is named")
        day, hour, letters = found.groups()
        return self.instant(with_year(day, near), hour, letters)

    def shorts(self, text: str) -> list[datetime]:
        """Return the instants of every date in short that `text` names, sorted."""
        return sorted(self.instant(*each, pattern="%d %b %Y") for each in SHORT.findall(text))


def with_year(day: str, near: date) -> str:
    """Return a day such as Sunday 25 October with the year that brings it next to `near`."""
    years = (near.year - 1, near.year, near.year + 1)
    dates = [(year, datetime.strptime(f"{day} {year}", "%A %d %B %Y").date()) for year in years]  # noqa: DTZ007
    return f"{day} {min(dates, key=lambda pair: abs(pair[1] - near))[0]}"
