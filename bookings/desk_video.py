"""A video link for one session, where the practitioner's own room will not do, and a word where there is neither."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from bookings.arrival import video_link_of
from bookings.desk import moment_of
from bookings.desk_questions import Question
from bookings.desk_views import back_to, explain, get_booking, question_page
from bookings.errors import BookingError
from bookings.models import Booking, Mode
from bookings.selectors import first_practitioner
from bookings.services import set_video_link
from practice import desk
from practice.fields import validate_https
from practice.keeping import keep_words

MOST_NAMED = 3
LINK = Question(
    gettext_lazy("The video link of this session"),
    gettext_lazy(
        "The client finds it on their page from 15 minutes before the start until the end; it is never in a mail. "
        "Empty: the link to your video room is used."
    ),
    gettext_lazy("Keep this link"),
    "confirmed",
)


class VideoLinkForm(forms.Form):
    """An https address, or nothing."""

    link = forms.CharField(
        label=gettext_lazy("Link"),
        max_length=500,
        required=False,
        validators=[validate_https],
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )


@keep_words(written=["link"])
@require_http_methods(["GET", "HEAD", "POST"])
def video_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the link (GET), then keep it (POST)."""
    booking = get_booking(pk)
    form = VideoLinkForm(request.POST if request.method == "POST" else None, initial={"link": booking.video_link})
    if not form.is_valid():
        return question_page(request, booking, form, LINK)
    try:
        set_video_link(booking=booking, link=form.cleaned_data["link"])
    except BookingError as error:
        explain(request, booking, error)
    else:
        messages.success(request, _("Kept. The client finds it on their page when it is time."))
    return back_to(booking)


def register_section() -> None:
    """Say on the desk where the link of a video session is missing."""
    desk.register_section(desk.Section("video", "admin/desk_video.html", missing_section, order=5))


def missing_section(now: datetime) -> dict[str, Any]:
    """Return the confirmed video sessions to come without a link, the soonest first.

    None while the practice's own video room is set, which serves them all.
    """
    rows = Booking.objects.filter(status=Booking.Status.CONFIRMED, mode=Mode.VIDEO, ends_at__gt=now)
    found = [row for row in rows.select_related("practitioner").order_by("starts_at") if not video_link_of(row)]
    return {
        "faults": [moment_of(row) for row in found[:MOST_NAMED]],
        "more": max(len(found) - MOST_NAMED, 0),
        "all_url": f"{reverse('admin:bookings_booking_changelist')}?status__exact=confirmed&mode__exact=video",
        "room_url": room_url(),
    }


def room_url() -> str:
    """Return where the link of the practice's own video room is set."""
    practitioner = first_practitioner()
    return reverse("admin:accounts_practitioner_change", args=[practitioner.pk]) if practitioner else ""


def lacks_link(booking: Booking) -> bool:
    """Tell whether a video session to come has no link of its own, and there is no room."""
    return takes_link(booking) and not video_link_of(booking)


def takes_link(booking: Booking) -> bool:
    """Tell whether a session is one that a video link can still be given to."""
    is_to_come = booking.status == Booking.Status.CONFIRMED and booking.ends_at > timezone.now()
    return is_to_come and booking.mode == Mode.VIDEO
