"""What a client's page at the desk begins with: how she stands with the practice, and what that may become."""

from datetime import datetime
from typing import Any

from accounts import client_page
from accounts.models import Client
from accounts.services import MAY_FOLLOW

ACTIVE, PAUSED, ENDED = Client.Status.ACTIVE, Client.Status.PAUSED, Client.Status.ENDED


def register_part() -> None:
    """Put it on the page of every client, before everything else."""
    client_page.register(client_page.Part("standing", "admin/desk_client_standing.html", standing_part, order=5))


def standing_part(client: Client, now: datetime) -> dict[str, Any]:
    """Return how a client stands, and which acts may follow. No query."""
    may = MAY_FOLLOW[client.status]
    return {
        "client": client,
        "can_begin": ACTIVE in may,
        "can_pause": PAUSED in may,
        "can_end": ENDED in may,
        "was_client": client.status in {PAUSED, ENDED},
    }
