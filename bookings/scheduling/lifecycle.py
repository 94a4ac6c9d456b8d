"""The life of a booking as data: which statuses there are and which may follow which."""

from enum import StrEnum


class Status(StrEnum):
    """Where a booking is in its life."""

    DRAFT = "draft"
    REQUESTED = "requested"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    COMPLETED = "completed"
    NO_SHOW = "no_show"
    LAPSED = "lapsed"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    MOVED = "moved"
