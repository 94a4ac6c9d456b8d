"""A video link for one session, where the practitioner's own room will not do."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from bookings.desk_views import Question, back_to, explain, get_booking, question_page
from bookings.errors import BookingError
from bookings.models import Booking, Mode
from bookings.services import set_video_link
from practice.fields import validate_https
from practice.keeping import keep_words

LINK = Question(
    gettext_lazy("The video link of this session"),
    gettext_lazy(
        "The client finds it on her page from 15 minutes before the start until the end; it is never in a mail. "
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
        messages.success(request, _("Kept. The client finds it on her page when it is time."))
    return back_to(booking)


def takes_link(booking: Booking) -> bool:
    """Tell whether a session is one that a video link can still be given to."""
    is_to_come = booking.status == Booking.Status.CONFIRMED and booking.ends_at > timezone.now()
    return is_to_come and booking.mode == Mode.VIDEO
