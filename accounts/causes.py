"""What the messages of this room are about, for the desk: whose space it is, and her page."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from django.urls import reverse

from accounts.models import Client
from practice.mail import causes
from practice.mail.causes import About


def register_causes() -> None:
    """Tell the outgoing messages what the cause of this room is about."""
    causes.register("client", of_clients)


def of_clients(references: Sequence[str]) -> Mapping[str, About]:
    """Say it of messages to a client that are about all that is hers: no session of them is named."""
    rows = Client.objects.filter(pk__in=uuids(references)).only("name")
    return {str(row.pk): About(row.name, "", reverse("admin:accounts_client_change", args=[row.pk])) for row in rows}


def uuids(references: Sequence[str]) -> Iterator[UUID]:
    """Give those that are references to a row at all."""
    for reference in references:
        try:
            yield UUID(reference)
        except ValueError:
            continue
