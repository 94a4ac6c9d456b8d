"""What was asked for in this browser before, until its address is proved."""

from django.http import HttpRequest

from accounts.reach import wishes_of
from bookings import access
from bookings.forms import NO
from bookings.models import Booking

MEND = "mend"


def unproved_draft(request: HttpRequest) -> Booking | None:
    """Return what this browser asked for last, if its code was not entered; it must not stand in its own way."""
    draft = access.draft_of(request)
    return draft if draft and draft.status == Booking.Status.DRAFT else None


def draft_words(draft: Booking) -> dict[str, str | bool]:
    """Return what was typed for a draft, to stand in the form again."""
    typed: dict[str, str | bool] = {"name": draft.name, "email": draft.email, "note": draft.note}
    age: dict[str, str | bool] = {"is_adult": NO, "guardian": draft.guardian_word} if draft.is_minor else {}
    return {**typed, **age, **wishes_of(draft).columns()}


def to_mend(request: HttpRequest, draft: Booking | None) -> Booking | None:
    """Return this browser's draft where its own page asks for its words back; nobody else's, and by no address.

    A browser may be shared: whoever comes to a form in any other way finds it empty.
    """
    return draft if draft is not None and request.POST.get(MEND) == str(draft.uuid) else None
