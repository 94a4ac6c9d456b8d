"""What the health page says about the sessions."""

from datetime import datetime, timedelta

from django.db.models import Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings import guards, selectors
from bookings.models import OutsideCalendar
from bookings.services.outside import PARTLY
from practice.health import Light
from practice.models import Practice
from practice.times import home_of, say_short

UNREAD_AFTER = timedelta(hours=2)
SHORT_OF = timedelta(days=14)


def check_guards(now: datetime) -> Light:
    """Say whether the database holds every guard against double booking."""
    missing = guards.missing()
    if missing:
        return Light(ok=False, text=_("Guards against double booking are missing: %s.") % ", ".join(missing))
    return Light(ok=True, text=_("The guards against double booking are in place."))


def check_calendars(now: datetime) -> Light:
    """Say whether each calendar of her own was read lately, wholly, and as far as sessions can be asked for."""
    practitioner = selectors.first_practitioner()
    kept = OutsideCalendar.objects.filter(practitioner=practitioner, is_on=True)
    if practitioner is None or not kept.exists():
        return Light(ok=True, text=_("No calendar of your own is read."))
    horizon = now + timedelta(days=practitioner.horizon_days) + SHORT_OF
    polled = kept.exclude(next_try_at=None)
    never = polled.filter(last_read_at=None)
    stale = polled.filter(last_read_at__lt=now - UNREAD_AFTER)
    faults = []
    if count := never.filter(Q(created_at__lt=now - UNREAD_AFTER) | ~Q(problem="")).count():
        words = ngettext(
            "A calendar of your own has never been read. None of its times count yet.",
            "%(count)d calendars of your own have never been read. None of their times count yet.",
            count,
        )
        faults.append(words % {"count": count})
    if oldest := stale.aggregate(oldest=Min("last_read_at"))["oldest"]:
        home = home_of(Practice.load(), practitioner.zone_name)
        words = ngettext(
            "A calendar of your own has not been read since %(when)s. Its times as they were then still count.",
            "%(count)d calendars of your own have not been read, the first since %(when)s. Their times as they were "
            "then still count.",
            stale.count(),
        )
        faults.append(words % {"count": stale.count(), "when": say_short(oldest, home)})
    if kept.filter(problem=PARTLY, seen_at=None).exists():
        faults.append(_("Some entries of a calendar of your own could not be read."))
    if kept.filter(covers_until__lt=horizon).exists():
        faults.append(_("A calendar of your own is not known as far ahead as sessions can be asked for."))
    if not faults and never.exists():
        return Light(ok=True, text=_("A calendar of your own is about to be read for the first time."))
    return Light(ok=not faults, text=" ".join(faults) or _("Your own calendars are read."))
