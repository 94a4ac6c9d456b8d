"""What the therapist reads about a calendar of her own: how it stands, why it could not be read, and what to do."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bookings.models import OutsideCalendar
from bookings.outside.addresses import BadAddressError, parse_address
from bookings.scheduling.intervals import join_spans
from practice.times import Place, say_short

MOST_LEFT_OVER = 5


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a calendar could not be read, and what can be done."""

    words: str | Promise
    advice: str | Promise = ""


PROBLEMS: dict[str, Problem] = {
    "bad_address": Problem(
        gettext_lazy("This is not an address that can be read."),
        gettext_lazy("Copy the whole secret address in iCal format (ICS) from your calendar's settings."),
    ),
    "not_https": Problem(
        gettext_lazy("The address is not encrypted: it must begin with https:// or webcal://."),
        gettext_lazy("Ask your calendar for an address that begins with https://."),
    ),
    "unknown_host": Problem(
        gettext_lazy("There is no computer of that name."),
        gettext_lazy("Look for a slip in the address. If it was right yesterday, wait: it is tried again by itself."),
    ),
    "private": Problem(
        gettext_lazy("The address leads into a private network, where nothing is fetched from."),
        gettext_lazy("Use the address that your calendar gives out for other programs, or upload a file."),
    ),
    "unreachable": Problem(
        gettext_lazy("The other computer did not answer as a calendar should."),
        gettext_lazy("It is tried again by itself. If it goes on, copy the address again from your calendar."),
    ),
    "certificate": Problem(
        gettext_lazy("The other computer could not prove who it is."),
        gettext_lazy("Nothing is read from it until it can. Ask whoever runs that calendar."),
    ),
    "slow": Problem(gettext_lazy("The other computer took too long."), gettext_lazy("It is tried again by itself.")),
    "denied": Problem(
        gettext_lazy("The other computer did not let us in."),
        gettext_lazy("Make a new secret address in your calendar's settings and enter it here."),
    ),
    "gone": Problem(
        gettext_lazy("There is no calendar at that address any more."),
        gettext_lazy("Copy the address again from your calendar's settings and enter it here."),
    ),
    "not_now": Problem(
        gettext_lazy("The other computer answered with an error."), gettext_lazy("It is tried again by itself.")
    ),
    "redirects": Problem(
        gettext_lazy("The address led from one place to the next without end."),
        gettext_lazy("Copy the address again from your calendar's settings and enter it here."),
    ),
    "too_big": Problem(
        gettext_lazy("The calendar is larger than 5 MB."),
        gettext_lazy("Use a calendar of its own for what keeps you busy, without old entries and attachments."),
    ),
    "cut_off": Problem(gettext_lazy("The calendar came only in part."), gettext_lazy("It is tried again by itself.")),
    "not_calendar": Problem(
        gettext_lazy("What stands there is no calendar file."),
        gettext_lazy("Use the address in iCal format (ICS), not that of the page on which you see your calendar."),
    ),
    "nothing_read": Problem(
        gettext_lazy("No entry of this calendar can be read: it came only in part, or is damaged."),
        gettext_lazy(
            "Export it once more. If it comes from an address, copy that again from your calendar's settings."
        ),
    ),
    "too_much": Problem(
        gettext_lazy("The calendar holds more than can be read in a reasonable time."),
        gettext_lazy("Look for an entry that repeats every hour or more often, and end it."),
    ),
}
UNKNOWN = Problem(gettext_lazy("The calendar could not be read."))


def problem_of(code: str) -> Problem:
    """Return the words for a code."""
    return PROBLEMS.get(code, UNKNOWN)


def say_source(calendar: OutsideCalendar) -> str:
    """Return where a calendar comes from; of a secret address nothing but its host."""
    if calendar.is_file:
        return _("from a file")
    try:
        return f"{parse_address(calendar.address).host}/…"
    except BadAddressError:
        return "…"


def say_standing(calendar: OutsideCalendar, home: Place) -> str:
    """Return how a calendar stands, in sentences."""
    if not calendar.is_on:
        return _("Switched off: its times do not count.")
    if calendar.problem and calendar.unreadable and calendar.problem == "partly":
        return f"{say_read(calendar, home)} {say_unreadable(calendar.unreadable)}"
    if calendar.problem:
        problem = problem_of(calendar.problem)
        return " ".join(str(words) for words in (_say_since(calendar, home), problem.words, problem.advice) if words)
    if calendar.last_read_at is None:
        return _("It is read for the first time within a minute.")
    return say_read(calendar, home)


def _say_since(calendar: OutsideCalendar, home: Place) -> str:
    if calendar.last_read_at is None:
        return _("It has never been read, so none of its times are known.")
    words = _("It has not been read since %(when)s. Its times as they were then still count.")
    return words % {"when": say_short(calendar.last_read_at, home)}


def say_read(calendar: OutsideCalendar, home: Place) -> str:
    """Return when a calendar was read."""
    return _("Read on %(when)s.") % {"when": say_short(calendar.last_read_at, home)} if calendar.last_read_at else ""


def say_unreadable(count: int) -> str:
    """Return how many entries could not be read, and what that means."""
    words = ngettext(
        "%(count)d entry could not be read. Until it can, no time that was known before is given back.",
        "%(count)d entries could not be read. Until they can, no time that was known before is given back.",
        count,
    )
    return words % {"count": count}


def say_left_over(calendar: OutsideCalendar, now: datetime, home: Place) -> str:
    """Return which times are kept only because an entry could not be read: those that were known before."""
    pieces = calendar.busy.filter(is_left_over=True, ends_at__gt=now).values_list("starts_at", "ends_at")
    times = join_spans((start, end) for start, end in pieces)
    if not times:
        return _("No time is kept back because of it at present.")
    said = [f"{say_short(start, home)} – {say_short(end, home)}" for start, end in times[:MOST_LEFT_OVER]]
    words = _("Kept back because of it: %(times)s.") % {"times": "; ".join(said)}
    more = len(times) - len(said)
    return f"{words} {_('And %(count)d more.') % {'count': more}}" if more else words


def say_busy(calendar: OutsideCalendar, now: datetime, home: Place) -> str:
    """Return how often a calendar is busy from `now` on, and until when."""
    pieces = calendar.busy.filter(ends_at__gt=now).values_list("starts_at", "ends_at")
    times = join_spans((start, end) for start, end in pieces)
    if not times:
        return _("Nothing in it keeps you busy from now on.")
    words = ngettext("%(count)d busy time, until %(last)s.", "%(count)d busy times, until %(last)s.", len(times))
    return words % {"count": len(times), "last": say_short(times[-1][1], home)}
