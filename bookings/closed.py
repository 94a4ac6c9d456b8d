"""What is said where nothing can be asked for at present, and who else there is."""

from collections.abc import Collection
from datetime import date, datetime

from django.urls import reverse
from django.utils import dateformat
from django.utils.translation import gettext as _

from accounts.models import Practitioner
from bookings import selectors
from bookings.scheduling.policy import Asker, Reason
from practice.models import Referral
from practice.naming import therapist_in_sentence


def reasons_of_rules(practitioner: Practitioner, asker: Asker) -> list[Reason]:
    """Return the reasons that hold for every time, whatever it is."""
    rules = selectors.policy_of(practitioner)
    is_closed = rules.intake_closed and asker is Asker.STRANGER
    held = {Reason.PAUSED: rules.paused, Reason.INTAKE_CLOSED: is_closed}
    return [reason for reason, is_held in held.items() if is_held]


def wait_address(practitioner: Practitioner, asker: Asker) -> str:
    """Return where the waiting list is, while nothing can be asked for at all; "" where there is none to join."""
    is_list = practitioner.keeps_waiting_list and bool(reasons_of_rules(practitioner, asker))
    return reverse("book_waiting_list") if is_list else ""


def words_if_closed(reasons: Collection[Reason], practitioner: Practitioner, now: datetime) -> str:
    """Return what is said where no time at all can be asked for; "" where another time could be."""
    therapist = {"therapist": therapist_in_sentence()}
    if Reason.PAUSED in reasons:
        words = _(
            "%(therapist)s is away for a while, so she cannot take requests just now. We are sorry. Sessions that are "
            "agreed stay as they are."
        )
        return f"{words % therapist} {back_words(practitioner, now)}".strip()
    if Reason.INTAKE_CLOSED in reasons:
        words = _(
            "%(therapist)s cannot take on anyone new at present, and we are sorry. It says nothing about you. If you "
            "are a client already, sign in and ask from your space."
        )
        return words % therapist
    if Reason.NEW_CLIENTS_ONLY in reasons:
        return _("This session is for people who come for the first time. Please choose another kind.")
    return ""


def back_words(practitioner: Practitioner, now: datetime) -> str:
    """Return from when requests are taken again; "" where no day was named, or the one that was has come."""
    day = practitioner.back_on
    if day is None or day <= now.astimezone(practitioner.zone).date():
        return ""
    words = _("%(therapist)s hopes to take requests again from %(day)s.")
    return words % {"therapist": therapist_in_sentence(), "day": say_calendar_day(day)}


def say_calendar_day(day: date) -> str:
    """Return a day with its year, such as Monday 7 December 2026."""
    return dateformat.format(day, "l j F Y")


def shown_referrals() -> list[Referral]:
    """Return the colleagues and services that the practice names to those whom it cannot take."""
    return list(Referral.objects.filter(is_shown=True))
