"""The two ways to a time: the public pages, the same for everyone, and those of a client's own space."""

from dataclasses import dataclass

from accounts.models import Client
from bookings.models import SessionType
from bookings.scheduling.policy import Asker


@dataclass(frozen=True, slots=True)
class Door:
    """Who comes in, by which addresses, and on which layout the pages stand."""

    asker: Asker
    types_name: str
    times_name: str
    layout: str
    hidden: SessionType.Audience

    @property
    def is_own(self) -> bool:
        """Whether the pages are those of a client's own space."""
        return self.asker is Asker.CLIENT


PUBLIC = Door(Asker.STRANGER, "book", "book_times", "bookings/_public.html", SessionType.Audience.CLIENTS)
OWN = Door(Asker.CLIENT, "space_book", "space_book_times", "base_private.html", SessionType.Audience.NEW_CLIENTS)


def own_door_of(client: Client | None) -> Door:
    """Return the door for whom a booking is, whoever looks: her own where she is in care and can sign in."""
    is_own = client is not None and client.status == Client.Status.ACTIVE and client.user_id is not None
    return OWN if is_own else PUBLIC


def door_to(session_type: SessionType, asker: Asker) -> Door | None:
    """Return the door behind which `asker` finds the times of a type; None where there is none for her."""
    own = OWN if asker is Asker.CLIENT else PUBLIC
    return next((door for door in (own, PUBLIC) if session_type.audience != door.hidden), None)
