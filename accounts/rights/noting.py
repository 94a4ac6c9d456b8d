"""What somebody does with her rights, as lines of her own ledger; the desk does not list them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import ledger
from accounts.ledger import Act, register_act
from accounts.models import Client
from practice.models import PolicyText

EXPORTED, TAKEN_BACK = "export", "consent withdrawn"


def register_acts() -> None:
    """Say how each is told to her."""
    register_act(EXPORTED, Act(_("You took along a file of all that is kept about you."), is_clients_own=True))
    register_act(TAKEN_BACK, Act(_("You took back your consent to “%(thing)s”."), is_clients_own=True))


def note_export(client: Client, now: datetime) -> None:
    """Note that the file was given."""
    with transaction.atomic():
        ledger.write(client=client, at=now, by=client.user, act=EXPORTED)


def note_withdrawal(client: Client, text: PolicyText, now: datetime) -> None:
    """Note that a consent was taken back, in the transaction of that."""
    ledger.write(client=client, at=now, by=client.user, act=TAKEN_BACK, thing=text.title)
