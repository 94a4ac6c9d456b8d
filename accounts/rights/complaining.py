"""A complaint about how data are handled: stored once, told to the therapist, due on a day."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from crispy_forms.helper import FormHelper
from django import forms
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.models import Client, Grievance
from accounts.rights.periods import days_of
from practice import mail
from practice.contact import desk_address
from practice.fields import AddressField, ParagraphField
from practice.mail import Mail
from practice.mail.letters import write_letter
from practice.models import OutgoingMessage

DAYS = "complaints"
KIND = "data_complaint"
LIMIT, PER = 5, timedelta(hours=1)  # complaints from one address


class ComplaintForm(forms.Form):
    """What is wrong, and where the answer goes; a client is known already."""

    email = AddressField(label=_("Your email address"), help_text=_("The answer goes there."))
    body = ParagraphField(
        label=_("What is wrong"),
        max_length=4000,
        help_text=_("Say what was done with your data, or was not. It is stored encrypted."),
        error_messages={
            "required": _("Write what is wrong."),
            "max_length": _("This is too long: 4,000 letters are the most."),
        },
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_known:
            del self.fields["email"]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # the template prints the token itself


def complain(*, client: Client | None, email: str, body: str, request_key: UUID, now: datetime) -> Grievance:
    """Store a complaint and queue the note about it; a second call with the same key does nothing."""
    due_on = localdate(now) + timedelta(days=days_of(DAYS))
    given = {"client": client, "email": email, "body": body, "sent_at": now, "due_on": due_on}
    with transaction.atomic():
        stored, is_new = Grievance.objects.get_or_create(request_key=request_key, defaults=given)
        if is_new:
            mail.queue(kind=KIND, cause=f"complaint:{stored.uuid}", due_at=now)
    return stored


def answer_complaint(*, complaint: Grievance, now: datetime) -> None:
    """Store the answer that stands in a complaint; with its first words it counts as answered, without any it waits."""
    complaint.answered_at = (complaint.answered_at or now) if complaint.answer else None
    complaint.save(update_fields=["answer", "answered_at"])


def render_note(message: OutgoingMessage, now: datetime) -> Mail | None:
    """Return the note to the therapist: that a complaint is there and by when, never what it says."""
    stored = Grievance.objects.filter(uuid=message.cause.partition(":")[2], answered_at=None).first()
    if stored is None:
        return None
    path = reverse("admin:accounts_grievance_change", args=[stored.pk])
    words = {"day": stored.due_on, "link": settings.SITE_URL + path}
    return write_letter("emails/data_complaint.txt", words, to=desk_address())
