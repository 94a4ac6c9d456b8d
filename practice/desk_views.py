"""What of the desk belongs to the practice itself: the test mail, and the messages of the contact page."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from practice import desk, trial_mail
from practice.models import ContactMessage


def contact_section(now: datetime) -> dict[str, Any]:
    """Return how many messages of the contact page wait for an answer."""
    return {"waiting": ContactMessage.objects.filter(answered_at=None).count()}


@require_POST
def send_test_mail(request: HttpRequest) -> HttpResponse:
    """Send a test mail to whoever is signed in."""
    address = str(getattr(request.user, "email", ""))  # the desk's guard lets nobody in without one
    trial_mail.send_test_mail(to=address, now=timezone.now())
    words = _("A test mail is on its way to %(address)s. Open its link, and press the button there.")
    messages.success(request, words % {"address": address})
    return redirect("admin:index")


@require_http_methods(["GET", "HEAD", "POST"])
def test_mail_arrived(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether the test mail arrived; a press of the button notes it."""
    if request.method == "POST" and trial_mail.note_arrival(token=token, now=timezone.now()):
        messages.success(request, _("Noted: your mail arrives."))
        return redirect("admin:index")
    context = {
        **desk.context_of(request),
        "title": _("Your test mail"),
        "is_good": trial_mail.cause_of(token) is not None,
    }
    return render(request, "admin/test_mail.html", context)
