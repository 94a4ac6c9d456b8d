"""How many reflections may come: from one place, under one essay, and in all. No puzzle is set to anybody.

Many homes share one address, on a phone in India thousands; so a place may send more than one person ever writes.
"""

from datetime import timedelta

from django.http import HttpRequest

from articles.models import Essay
from practice.limits import Allowance, client_address, neighbourhood_of

A_PLACE_AN_HOUR, A_PLACE_A_DAY, A_NEIGHBOURHOOD_A_DAY = 10, 20, 40
AN_ESSAY_A_DAY, THE_SITE_A_DAY = 40, 100
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OF_THE_SENDER = frozenset({"reflection", "reflections nearby"})


def allowances(request: HttpRequest, essay: Essay) -> list[Allowance]:
    """Return what a reflection counts against, the sender's own first."""
    place = client_address(request)
    return [
        Allowance("reflection", place, A_PLACE_AN_HOUR, HOUR),
        Allowance("reflection", place, A_PLACE_A_DAY, DAY),
        Allowance("reflections nearby", neighbourhood_of(place), A_NEIGHBOURHOOD_A_DAY, DAY),
        Allowance("reflections under", str(essay.pk), AN_ESSAY_A_DAY, DAY),
        Allowance("reflections", "", THE_SITE_A_DAY, DAY),
    ]


def is_of_the_sender(allowance: Allowance) -> bool:
    """Tell whether the limit is one of the place that the form came from, not of everybody."""
    return allowance.scope in OF_THE_SENDER
