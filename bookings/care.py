"""What the end of somebody's care means for a time that was offered to her before."""

from accounts.models import Client, LedgerEntry
from bookings.models import Booking

CARE_ENDED = f"> {Client.Status.ENDED}"


def is_offer_void(booking: Booking) -> bool:
    """Tell whether a time can be accepted no more, because its client's care ended after it was offered.

    What the practice offers to somebody after the end of her care is a new beginning and counts.
    """
    if booking.status != Booking.Status.PROPOSED:
        return False
    if booking.client is None or booking.client.status != Client.Status.ENDED:
        return False
    ended = LedgerEntry.objects.filter(client=booking.client, act="status", thing__endswith=CARE_ENDED)
    ended_at = ended.order_by("-at").values_list("at", flat=True).first()
    offers = booking.events.filter(to_status=Booking.Status.PROPOSED)
    return ended_at is None or not offers.filter(at__gt=ended_at).exists()
