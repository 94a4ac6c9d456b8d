"""A practice in a database of its own, for measures of speed, and the bare view that they are compared with."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from bookings.models import SessionType

NOW = datetime(2026, 11, 20, 4, 30, tzinfo=UTC)  # Friday, ten in the morning in Gurgaon
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
NEW_PROJECT = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


@contextmanager
def database(url: str = "") -> "Iterator[SessionType]":
    """Make an empty database with a practice that is open, and take it away afterwards; at `url` one is there."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = url or f"sqlite:///{folder}/bench.sqlite3"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
        django.setup()
        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        yield open_practice()
        connections.close_all()


def open_practice() -> "SessionType":
    """Store a practice with the shipped rules, open seven hours on six days, and return what can be asked for."""
    from bookings.models import WorkingHours
    from tests.factories import make_policy, make_practitioner, make_session_type, make_user

    user = make_user("arati@example.com", is_staff=True, is_superuser=True)
    practitioner = make_practitioner(user=user, horizon_days=90)
    for weekday in range(6):
        for starts, ends in ((time(10), time(13)), (time(14), time(18))):
            WorkingHours.objects.create(practitioner=practitioner, weekday=weekday, starts=starts, ends=ends)
    for kind in ("notice", "cancellation"):
        make_policy(kind)
    return make_session_type(practitioner)


def store_bookings(session_type: "SessionType", count: int, *, until: datetime = NOW) -> None:
    """Store `count` sessions that are over, an hour and a half apart, the last before `until`."""
    from bookings.models import Booking
    from tests.factories import booking_values

    starts = [until - (number + 2) * 1.5 * HOUR for number in range(count)]
    rows = (Booking(**booking_values(session_type, starts_at=start, status="completed")) for start in starts)
    Booking.objects.bulk_create(rows, batch_size=500)


def cpu_of(act: Callable[[], object], *, rounds: int) -> float:
    """Return the median CPU time of one call, in milliseconds; the first call is not counted."""
    act()
    times = []
    for _ in range(rounds):
        begun = process_time()
        act()
        times.append(process_time() - begun)
    return median(times) * 1000


def cpu_side_by_side(*acts: Callable[[], object], rounds: int) -> list[float]:
    """Return the median CPU time of each, in milliseconds, called in turn: what slows one down slows them all."""
    times: list[list[float]] = [[] for _ in acts]
    for number in range(rounds + 1):
        for act, own in zip(acts, times, strict=True):
            begun = process_time()
            act()
            if number:  # the first round is not counted
                own.append(process_time() - begun)
    return [median(own) * 1000 for own in times]


def bare_view() -> Callable[[], object]:
    """Return a call of a view that does nothing, behind the middleware that a new Django project has."""
    from django.core.handlers.base import BaseHandler
    from django.http import HttpRequest, HttpResponse
    from django.test import RequestFactory
    from django.test.utils import override_settings
    from django.urls import path, set_urlconf

    def nothing(request: HttpRequest) -> HttpResponse:
        return HttpResponse("ok")

    urls = type("Urls", (), {"urlpatterns": [path("", nothing)]})
    with override_settings(MIDDLEWARE=NEW_PROJECT):
        handler = BaseHandler()
        handler.load_middleware()

    def call() -> object:
        request = RequestFactory().get("/")
        request.urlconf = urls  # type: ignore[assignment]
        response = handler.get_response(request)
        set_urlconf(None)
        return response

    return call
