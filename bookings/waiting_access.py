"""Who may see or change which place on the waiting list. Not yours and not there are the same 404."""

from uuid import UUID

from django.http import Http404, HttpRequest

from accounts.access import who_is_asking
from bookings.access import BROWSER, browser_key
from bookings.models import WaitingDraft, WaitingEntry
from bookings.services.codes import hash_token

PLACE = "waiting_place"
JOINED = ("client__user", "session_type__practitioner", "practitioner")


def draft_of(request: HttpRequest) -> WaitingDraft | None:
    """Return what this browser asked for last; None if there is nothing."""
    if BROWSER not in request.session:
        return None
    drafts = WaitingDraft.objects.filter(browser_key=browser_key(request)).order_by("-pk")
    return drafts.select_related("session_type", "entry").first()


def get_place_for(request: HttpRequest, reference: UUID) -> WaitingEntry:
    """Return a place that the asker may see: signed in as its owner, or by the link that was mailed to its owner."""
    entry = WaitingEntry.objects.filter(uuid=reference).select_related(*JOINED).first()
    if entry is None or not (_has_opened(request, entry) or _is_own(request, entry)):
        raise Http404
    return entry


def open_place_link(request: HttpRequest, token: str) -> WaitingEntry:
    """Remember a link in the session and return its place; a token that opens nothing is a 404."""
    entry = WaitingEntry.objects.filter(token_hash=hash_token(token)).first()
    if entry is None:
        raise Http404
    open_place(request, entry)
    return entry


def open_place(request: HttpRequest, entry: WaitingEntry) -> None:
    """Let this browser see a place from now on."""
    request.session[PLACE] = entry.token_hash


def _has_opened(request: HttpRequest, entry: WaitingEntry) -> bool:
    return request.session.get(PLACE) == entry.token_hash


def _is_own(request: HttpRequest, entry: WaitingEntry) -> bool:
    client = who_is_asking(request).client
    return client is not None and entry.client_id == client.pk
