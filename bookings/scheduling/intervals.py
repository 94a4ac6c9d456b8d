"""Half-open intervals of time in UTC, and the arithmetic on them.

Normal form: sorted, disjoint, touching ones joined, none empty. Every function here returns it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

# Outside these years adding a buffer or a zone's offset may leave what datetime can hold.
FIRST_YEAR = 1970
LAST_YEAR = 2199

# An interval as a bare pair. The sweeps work on pairs: a checked object for every piece would triple
# their time. A pair never leaves the package.
type Span = tuple[datetime, datetime]


def require_utc(instant: datetime) -> datetime:
    """Return `instant` unchanged if it is aware, in UTC and of a year from 1970 to 2199.

    Another zone is refused even when its offset is zero: Python subtracts two values of one zone by the
    clock on the wall, which is an hour wrong across a clock change.

    Raises:
        ValueError: it is naive, in another zone or far away.
    """
    if instant.tzinfo is not UTC:
        raise ValueError("an instant must be aware and in UTC")
    if not FIRST_YEAR <= instant.year <= LAST_YEAR:
        raise ValueError("an instant must be of a year from 1970 to 2199")
    return instant


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """The time from `start`, which belongs to it, to `end`, which does not.

    Raises:
        ValueError: an end is not in UTC, or `start` is not before `end`.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        """Refuse what is not an interval."""
        if require_utc(self.start) >= require_utc(self.end):
            raise ValueError("an interval must start before it ends")

    @property
    def length(self) -> timedelta:
        """Return the time between the two ends."""
        return self.end - self.start

    @property
    def span(self) -> Span:
        """Return both ends as a bare pair."""
        return (self.start, self.end)

    def overlaps(self, other: "Interval") -> bool:
        """Tell whether the two share any time; merely touching they do not."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Interval") -> bool:
        """Tell whether all of `other` lies in this interval."""
        return self.start <= other.start and other.end <= self.end


def subtract(free: Iterable[Interval], busy: Iterable[Interval]) -> list[Interval]:
    """Return the parts of `free` that no `busy` interval covers, in normal form.

    Inputs may be in any order and may overlap; they are not changed.
    """
    return _checked(cut_spans(join_spans(each.span for each in free), join_spans(each.span for each in busy)))


def intersect(one: Iterable[Interval], other: Iterable[Interval]) -> list[Interval]:
    """Return the time that both `one` and `other` cover, in normal form.

    Inputs may be in any order and may overlap; they are not changed.
    """
    kept = join_spans(each.span for each in one)
    return _checked(cut_spans(kept, cut_spans(kept, join_spans(each.span for each in other))))


def join_spans(spans: Iterable[Span]) -> list[Span]:
    """Return the normal form of `spans`, which may be in any order."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            if end > joined[-1][1]:
                joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def cut_spans(free: list[Span], busy: list[Span]) -> list[Span]:
    """Return the parts of `free` outside `busy`; both must be in normal form, as the result is.

    One pass over both, never one list for each entry of the other.
    """
    kept: list[Span] = []
    first = 0
    for start, end in free:
        while first < len(busy) and busy[first][1] <= start:
            first += 1
        index = first
        while index < len(busy) and busy[index][0] < end:
            if start < busy[index][0]:
                kept.append((start, busy[index][0]))
            start = busy[index][1]
            index += 1
        if start < end:
            kept.append((start, end))
    return kept


def _checked(spans: list[Span]) -> list[Interval]:
    return [Interval(*span) for span in spans]
