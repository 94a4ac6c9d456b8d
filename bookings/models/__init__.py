"""Sessions: what can be asked for, when the practice is open, and every booking with its history."""

from bookings.models.booking import LONGEST, Booking, BookingEvent, BookingQuerySet
from bookings.models.guardian import Guardian, GuardianQuerySet
from bookings.models.outside import LONGEST_PIECE, OutsideBusy, OutsideCalendar
from bookings.models.rules import LONGEST_BUFFER, DateOverride, Mode, SessionType, TimeOff, WorkingHours
from bookings.models.standing_time import StandingDate, StandingTime
from bookings.models.waiting import PART_NAMES, WaitingDraft, WaitingEntry, WaitingOffer
from bookings.slugs import refuse_reserved  # the first migration names it here

__all__ = [
    "LONGEST",
    "LONGEST_BUFFER",
    "LONGEST_PIECE",
    "PART_NAMES",
    "Booking",
    "BookingEvent",
    "BookingQuerySet",
    "DateOverride",
    "Guardian",
    "GuardianQuerySet",
    "Mode",
    "OutsideBusy",
    "OutsideCalendar",
    "SessionType",
    "StandingDate",
    "StandingTime",
    "TimeOff",
    "WaitingDraft",
    "WaitingEntry",
    "WaitingOffer",
    "WorkingHours",
    "refuse_reserved",
]
