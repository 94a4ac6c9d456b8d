"""What can stand in the way of a booking, named for its cause."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bookings.models import Booking
    from bookings.scheduling.policy import Reason


class BookingError(Exception):
    """Something about a booking cannot be done; nothing was changed."""


class SlotTakenError(BookingError):
    """The time is not free; `reasons` are those that the one availability function gives."""

    def __init__(self, reasons: "Sequence[Reason]" = ()) -> None:
        super().__init__()
        self.reasons = list(reasons)


class NeedsOverrideError(BookingError):
    """The practice may do it, over its own rules: it has to say that it means to."""

    def __init__(self, reasons: "Sequence[Reason]") -> None:
        super().__init__()
        self.reasons = list(reasons)


class SeriesRefusedError(BookingError):
    """Some of the dates asked for or ticked together cannot be had; nothing was written, of the others neither.

    `refused` holds the reasons by start. The practice may do it over its own rules if it says that it means to, where
    `can_override`.
    """

    def __init__(self, refused: "Mapping[datetime, Sequence[Reason]]", *, can_override: bool = False) -> None:
        super().__init__()
        self.refused = dict(refused)
        self.can_override = can_override


class NotInCareError(BookingError):
    """The client is not in care at present, and only someone who is can do this."""


class StatusError(BookingError):
    """The booking is not in a status from which this can be done; `booking` shows where it is."""

    def __init__(self, booking: "Booking") -> None:
        super().__init__()
        self.booking = booking


class StartedError(BookingError):
    """The session has started."""


class NotStartedError(BookingError):
    """The session has not started, so nothing can be said of how it went."""


class MoveOpenError(BookingError):
    """Another time for this session is asked for or offered already; `booking` is the row that waits."""

    def __init__(self, booking: "Booking") -> None:
        super().__init__()
        self.booking = booking


class GuardianMissingError(BookingError):
    """The session is for somebody under 18, and no parent or guardian has agreed."""


class GuardianSettledError(BookingError):
    """There is nothing to ask a parent or guardian, or nothing to answer any more; nothing was changed."""


class KeyReusedError(BookingError):
    """The form was sent before with other words; `booking` is the request already made."""

    def __init__(self, booking: "Booking") -> None:
        super().__init__()
        self.booking = booking


class TermsChangedError(BookingError):
    """The fee, the length or the time for cancelling is no longer what the page showed."""


class TooManyOpenError(BookingError):
    """The person has as many open requests as one person may."""


class FullError(BookingError):
    """All people who are no clients hold as many open requests at the practice as they may together."""


class ListClosedError(BookingError):
    """The practice keeps no waiting list at present."""


class NoPlaceError(BookingError):
    """They no longer have a place on the waiting list."""


class OfferOpenError(BookingError):
    """A time is held for this person already, or this very time was offered to them before."""


class WrongCodeError(BookingError):
    """The code is not the one that was sent; `tries_left` may be nothing."""

    def __init__(self, tries_left: int) -> None:
        super().__init__()
        self.tries_left = tries_left


class CodeExpiredError(BookingError):
    """The code was right once; a new one can be asked for."""
