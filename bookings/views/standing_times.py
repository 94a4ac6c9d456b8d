"""A client ends her standing time. A single date is skipped by cancelling its session, on that session's own page."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import require_signed_in, who_is_asking
from bookings.models import BookingEvent, StandingTime
from bookings.services import end_standing
from bookings.standing_forms import EndForm
from bookings.standing_list import end_choices, today_of
from bookings.standing_words import say_rhythm_there
from bookings.views.acting import user_of
from practice.keeping import keep_words


@keep_words(hidden=["first_day"])
@require_http_methods(["GET", "HEAD", "POST"])
@require_signed_in
def space_standing_end(request: HttpRequest, standing: UUID) -> HttpResponse:
    """Ask from which date (GET), then end a standing time from there on (POST)."""
    row, now = own_standing(request, standing), timezone.now()
    if row.ended_on is not None:
        messages.info(request, _("This standing time has ended already."))
        return redirect("space")
    choices = end_choices(row, now)
    form = EndForm(request.POST if request.method == "POST" else None, listed=choices)
    if not form.is_valid():
        context = {
            "form": form,
            "choices": choices,
            "rhythm": say_rhythm_there(row, today_of(row, now)),
            "chosen": form["first_day"].value(),
        }
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return render(request, "bookings/standing_end.html", context, status=status)
    by = BookingEvent.By.CLIENT
    end_standing(standing=row, first_day=form.day, by=by, user=user_of(request), now=now)
    messages.success(request, _("Your standing time has ended. What was cancelled with it is on its way by email."))
    return redirect("space")


def own_standing(request: HttpRequest, standing: UUID) -> StandingTime:
    """Return a standing time of the asker's own; not hers and not there are the same 404."""
    client = who_is_asking(request).client
    rows = StandingTime.objects.filter(uuid=standing, client=client)
    row = rows.select_related("practitioner", "client", "session_type").first() if client else None
    if row is None:
        raise Http404
    return row
