"""The public holidays that are proposed to the therapist: a list to tick from, which blocks nothing by itself."""

from dataclasses import dataclass
from datetime import date, timedelta

import holidays

COUNTRY, STATE = "IN", "HR"
AHEAD = timedelta(days=365)


@dataclass(frozen=True, slots=True, order=True)
class Holiday:
    """One day, and what is kept on it; several names on one day stand side by side."""

    day: date
    name: str


def coming_holidays(today: date) -> list[Holiday]:
    """Return the holidays of India and Haryana from `today` on, a year ahead, in order.

    Where the library says "(estimated)" the moon has the last word.
    """
    last = today + AHEAD
    found = holidays.country_holidays(COUNTRY, subdiv=STATE, years=range(today.year, last.year + 1))
    return sorted(Holiday(day, name) for day, name in found.items() if today <= day < last)
