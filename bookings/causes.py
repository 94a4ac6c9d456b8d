"""What the messages of this room are about, for the desk: whose session it is, when, and where its page is."""

from collections.abc import Mapping, Sequence

from django.urls import reverse

from accounts.causes import uuids
from bookings.desk import page_of
from bookings.models import Booking, Guardian, StandingTime, WaitingEntry
from practice.mail import causes
from practice.mail.causes import About
from practice.times import Place, say_short


def register_causes() -> None:
    """Tell the outgoing messages what each cause of this room is about."""
    causes.register("booking", of_bookings)
    causes.register("series", of_series)
    causes.register("waiting", of_places)
    causes.register("guardian", of_guardians)


def about_booking(booking: Booking) -> About:
    """Return what is said of one session."""
    return About(booking.name, say_short(booking.starts_at, Place(booking.practitioner.zone, "")), page_of(booking))


def of_bookings(references: Sequence[str]) -> Mapping[str, About]:
    """Say it of single sessions. A draft is nobody yet: it has no page on the desk."""
    rows = Booking.objects.filter(uuid__in=uuids(references)).select_related("practitioner")
    rows = rows.exclude(status__in=[Booking.Status.DRAFT, Booking.Status.LAPSED])
    return {str(row.uuid): about_booking(row) for row in rows}


def of_series(references: Sequence[str]) -> Mapping[str, About]:
    """Say it of several dates together: the first of them, and the page on which they are together."""
    keys = list(uuids(references))
    standing = {
        str(row.uuid): reverse("admin:bookings_standingtime_change", args=[row.pk])
        for row in StandingTime.objects.filter(uuid__in=keys)
    }
    found: dict[str, About] = {}
    for row in Booking.objects.filter(series__in=keys).select_related("practitioner").order_by("-starts_at", "-pk"):
        one = about_booking(row)
        key = str(row.series)
        page = standing.get(key) or reverse("admin:booking_series", args=[row.series])
        found[key] = About(one.name, one.when, page)
    return found


def of_places(references: Sequence[str]) -> Mapping[str, About]:
    """Say it of places on the waiting list."""
    rows = WaitingEntry.objects.filter(uuid__in=uuids(references)).select_related("client")
    return {str(row.uuid): About(row.client.name, "", reverse("admin:waiting")) for row in rows}


def of_guardians(references: Sequence[str]) -> Mapping[str, About]:
    """Say it of a parent or guardian who was asked: whose session it is, never who they are."""
    rows = Guardian.objects.filter(uuid__in=uuids(references)).select_related("booking__practitioner")
    return {str(row.uuid): about_booking(row.booking) for row in rows}
