"""A standing time and its dates in words: for its client, the desk and the messages."""

from datetime import date, datetime, timedelta

from django.utils import dateformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.models import StandingDate, StandingTime
from bookings.scheduling.policy import Reason
from bookings.services.standing_dates import NO_CONSENT
from practice.models import Practice
from practice.times import home_of, place_of, say_time, say_zone

CLIENT_WORDS: dict[str, str | Promise] = {
    Reason.TIME_OFF: gettext_lazy("the practice is closed then"),
    Reason.OUTSIDE_HOURS: gettext_lazy("the practice is closed then"),
    Reason.WRONG_MODE: gettext_lazy("this way of meeting is not possible then"),
    Reason.BUSY: gettext_lazy("another session has this time"),
}
NO_CONSENT_WORDS = gettext_lazy("a parent or guardian has to agree first")
OTHERWISE = gettext_lazy("this time is not possible then")


def say_rhythm(standing: StandingTime) -> str:
    """Return when a standing time is, by the practice's clock, which it keeps: every week on Tuesday ..."""
    home = home_of(Practice.load(), standing.practitioner.zone_name)
    start = datetime.combine(standing.first_date, standing.starts, home.zone)
    return _("%(rhythm)s on %(day)s at %(time)s, %(place)s (%(zone)s)") % {
        "rhythm": standing.get_every_weeks_display(),
        "day": dateformat.format(standing.first_date, "l"),
        "time": say_time(start, home.zone),
        "place": home.name,
        "zone": say_zone(start, home.zone),
    }


def say_rhythm_there(standing: StandingTime, day: date) -> str:
    """Return what `say_rhythm` does, with the hour where the client is, as it is in the week from `day` on.

    The hour at the practice stays; the client's shifts where only one of the two clocks changes.
    """
    home = home_of(Practice.load(), standing.practitioner.zone_name)
    place = place_of(standing.client.zone_name, home=home)
    rhythm = say_rhythm(standing)
    if place.is_same_clock_as(home):
        return rhythm
    ahead = timedelta(days=(standing.first_date.weekday() - day.weekday()) % 7)
    start = datetime.combine(day + ahead, standing.starts, home.zone)
    return _("%(rhythm)s; at present that is %(day)s at %(time)s, %(place)s (%(zone)s)") % {
        "rhythm": rhythm,
        "day": dateformat.format(start.astimezone(place.zone), "l"),
        "time": say_time(start, place.zone),
        "place": place.name,
        "zone": say_zone(start, place.zone),
    }


def say_left_out(row: StandingDate) -> str:
    """Return why a date has no session, in words for the client."""
    if row.reason_code == NO_CONSENT:
        return str(NO_CONSENT_WORDS)
    return str(CLIENT_WORDS.get(row.reason_code) or OTHERWISE)
