"""What a client in care has said before, so that a form does not ask it again."""

from collections.abc import Collection

from accounts.models import Client, Consent
from bookings import consent
from bookings.models import Booking
from bookings.scheduling.policy import Asker
from bookings.services.caps import asker_of
from bookings.shown_terms import Texts
from practice.models import PolicyText

TICKS = {"limits": "confidentiality", "consent": "notice"}


def on_file(client: Client | None, texts: Texts) -> frozenset[str]:
    """Return the fields of a request that need not be asked: her name, her proved address, her age, and each text.

    A text counts in the very version that is in force, and only while her agreement stands. Her age counts once a
    request of hers said 18 or older, unless another one said under 18; that is for the therapist to settle.
    """
    if client is None or client.user is None or asker_of(client) is not Asker.CLIENT:
        return frozenset()
    agreed = set(Consent.objects.filter(client=client, withdrawn_at=None).values_list("policy_text_id", flat=True))
    ticks = {tick for tick, name in TICKS.items() if (text := texts[name]) is not None and text.pk in agreed}
    said = {"name": bool(client.name), "email": bool(client.user.email), "is_adult": is_grown_up(client)}
    return frozenset(ticks | {name for name, is_known in said.items() if is_known})


def texts_on_file(fields: Collection[str], texts: Texts) -> frozenset[PolicyText]:
    """Return the texts whose boxes are among the fields that were not asked."""
    return frozenset(text for tick, name in TICKS.items() if tick in fields and (text := texts[name]) is not None)


def is_grown_up(client: Client) -> bool:
    """Tell whether it is settled that a client is 18 or older."""
    said = Booking.objects.filter(client=client, is_minor=False, request_digest__gt="")
    return said.exclude(status=Booking.Status.DRAFT).exists() and not consent.is_under_age(client)
