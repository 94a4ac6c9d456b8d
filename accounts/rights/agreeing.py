"""What somebody agreed to, and taking it back."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Client, Consent
from accounts.rights.noting import note_withdrawal
from accounts.signals import care_changing, consent_withdrawn


def receipts_of(client: Client) -> QuerySet[Consent]:
    """Return every consent of a client with its text, the newest first."""
    return Consent.objects.filter(client=client).select_related("policy_text").order_by("-given_at", "-pk")


def withdraw(*, consent: Consent, now: datetime) -> None:
    """Take back what was agreed to: this consent and every other to the same text, which requests gave anew each time.

    What the rooms above do about it happens in the same transaction. Taking back twice does nothing.
    """
    client, text = consent.client, consent.policy_text
    with transaction.atomic():
        care_changing.send(Client)
        standing = Consent.objects.filter(client=client, policy_text__slug=text.slug, withdrawn_at=None)
        if standing.update(withdrawn_at=now):
            note_withdrawal(client, text, now)
            consent_withdrawn.send(Consent, client=client, text=text, now=now)
