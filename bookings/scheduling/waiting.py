"""Who on the waiting list is offered which free time: days, hours and ways wanted, and the reasons to offer nothing."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bookings.scheduling.availability import Slot


class Part(StrEnum):
    """A part of the day by the clock on the wall: early ends at nine, the morning at noon, the afternoon at five."""

    EARLY = "early"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


ENDS = ((9, Part.EARLY), (12, Part.MORNING), (17, Part.AFTERNOON))


class Skip(StrEnum):
    """Why somebody who waits is offered nothing at present, in the order in which the reasons are looked at."""

    HAS_OFFER = "has_offer"
    RESTS = "rests"
    NO_ADDRESS = "no_address"
    NOT_LET_IN = "not_let_in"
    PAUSED = "paused"
    INTAKE_CLOSED = "intake_closed"
    NOT_FOR_THEM = "not_for_them"
    HAS_REQUESTS = "has_requests"
    NOTHING_FREE = "nothing_free"
    NOTHING_FITS = "nothing_fits"
    ALL_OFFERED = "all_offered"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody waits for. `cells` are weekday and part of day on the clock of `zone`; none stands for any."""

    zone: ZoneInfo
    modes: frozenset[str]
    cells: frozenset[str] = frozenset()

    def takes(self, slot: Slot) -> bool:
        """Tell whether a free time suits: one of the ways, on one of the days and parts of the day."""
        return bool(self.modes & slot.modes) and (not self.cells or cell_of(slot.start, self.zone) in self.cells)


def part_of(hour: int) -> Part:
    """Return the part of the day that an hour of the wall clock (0 to 23) belongs to."""
    return next((part for end, part in ENDS if hour < end), Part.EVENING)


def cell(weekday: int, part: Part) -> str:
    """Return the name of one weekday (Monday is 0) and part of day, such as `0-morning`."""
    return f"{weekday}-{part.value}"


def cell_of(start: datetime, zone: ZoneInfo) -> str:
    """Return the weekday and part of day on which an instant falls by the clock of `zone`."""
    local = start.astimezone(zone)
    return cell(local.weekday(), part_of(local.hour))


def first_fitting(
    slots: Iterable[Slot], wanted: Wanted, *, not_before: datetime, offered_before: Collection[datetime]
) -> Slot | Skip:
    """Return the first of the free times (in order) that suits and was not offered to this person before; or why none.

    `not_before` leaves time to answer: an earlier start is nobody's from the list.
    """
    free = [slot for slot in slots if slot.start >= not_before]
    if not free:
        return Skip.NOTHING_FREE
    fitting = [slot for slot in free if wanted.takes(slot)]
    if not fitting:
        return Skip.NOTHING_FITS
    return next((slot for slot in fitting if slot.start not in offered_before), Skip.ALL_OFFERED)
