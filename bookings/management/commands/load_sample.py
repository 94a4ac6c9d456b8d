"""`manage.py load_sample`."""

from datetime import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import Practitioner
from bookings.models import SessionType, WorkingHours
from practice.models import Practice

MORNING = (time(10), time(13))
AFTERNOON = (time(15), time(19))
WEEK = {0: (MORNING, AFTERNOON), 1: (AFTERNOON,), 2: (MORNING, AFTERNOON), 4: (MORNING, AFTERNOON), 5: (MORNING,)}

SESSION_TYPES: list[dict[str, Any]] = [
    {
        "slug": "first-conversation",
        "name": "First conversation",
        "description": "A short talk to see whether this is the right place.",
        "length_minutes": 20,
        "in_person": False,
        "video": True,
        "phone": True,
        "audience": SessionType.Audience.NEW_CLIENTS,
    },
    {
        "slug": "individual",
        "name": "Individual session",
        "description": "One person, fifty minutes.",
        "length_minutes": 50,
        "in_person": True,
        "video": True,
        "phone": True,
        "fee_rupees": 1500,
    },
    {
        "slug": "couple",
        "name": "Session for two",
        "description": "Two people together, eighty minutes.",
        "length_minutes": 80,
        "in_person": True,
        "video": True,
        "phone": False,
        "fee_rupees": 2500,
    },
]


class Command(BaseCommand):
    """Fill in hours, session types and fees to try the site with; every one is marked as an example."""

    help = "Load sample hours, session types and fees where nobody practises yet. Refused on a deployed site."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load them once: with a practitioner there, the hours are hers to change or to remove."""
        if settings.IS_HTTPS:
            raise CommandError("Samples are for trying the site on one's own machine; this site is deployed.")
        if not Practitioner.objects.exists():
            load_sample()
            self.stdout.write("Loaded sample hours, session types and fees, each marked as an example.")


@transaction.atomic
def load_sample() -> Practitioner:
    """Store a practitioner with weekly hours and three session types, all marked as samples."""
    practitioner = Practitioner.objects.create(name=Practice.load().therapist_name, is_sample=True)
    for weekday, spans in WEEK.items():
        for starts, ends in spans:
            WorkingHours.objects.create(
                practitioner=practitioner, weekday=weekday, starts=starts, ends=ends, is_sample=True
            )
    for order, values in enumerate(SESSION_TYPES):
        SessionType.objects.create(practitioner=practitioner, order=order, is_sample=True, **values)
    return practitioner
