"""The contact page: a message is stored once, encrypted, and the therapist is told that there is one."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from practice import mail
from practice.fields import AddressField, LineField, ParagraphField
from practice.mail import Mail
from practice.meta import absolute
from practice.models import ContactMessage, OutgoingMessage, Practice

KIND = "contact_message"
LIMIT, PER = 5, timedelta(hours=1)  # messages from one address


class OtherMessageError(Exception):
    """The key of a message that was stored came with another text."""


class NobodyToTellError(Exception):
    """Neither the desk nor the practice has an email address yet."""


class ContactForm(forms.Form):
    """A message from anyone. The key makes sure that sending it twice stores it once."""

    name = LineField(label=_("Your name"), max_length=120, required=False)
    email = AddressField(label=_("Your email address"), help_text=_("The answer goes there."))
    body = ParagraphField(
        label=_("Your message"),
        max_length=4000,
        help_text=_("Clinical detail is not needed. What you write is stored encrypted."),
        error_messages={
            "required": _("Write your message."),
            "max_length": _("Your message is too long: 4,000 letters are the most."),
        },
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # the template prints the token itself

    def with_fresh_key(self) -> "ContactForm":
        """Return the same form, what was typed and its errors kept, under a key that nothing was stored under."""
        self.data = {**{name: self.data.get(name) for name in self.fields}, "request_key": str(uuid4())}
        return self


def leave_message(*, name: str, email: str, body: str, request_key: UUID, now: datetime) -> ContactMessage:
    """Store a message and queue the note about it, both or neither; a second call with the same key does nothing.

    Raises:
        OtherMessageError: this key was used for a different message.
    """
    given = {"name": name, "email": email, "body": body, "sent_at": now}
    with transaction.atomic():
        message, is_new = ContactMessage.objects.get_or_create(request_key=request_key, defaults=given)
        if is_new:
            mail.queue(kind=KIND, cause=f"contact:{message.uuid}", due_at=now)
        elif (message.name, message.email, message.body) != (name, email, body):
            raise OtherMessageError
    return message


def was_sent(request_key: UUID) -> bool:
    """Tell whether a message was stored under this key."""
    return ContactMessage.objects.filter(request_key=request_key).exists()


def render_note(message: OutgoingMessage, now: datetime) -> Mail | None:
    """Return the note to the therapist: that a message is there, never what it says; None once it was answered."""
    uuid = message.cause.removeprefix("contact:")
    stored = ContactMessage.objects.filter(uuid=uuid, answered_at=None).first()
    if stored is None:
        return None
    link = absolute(f"/admin/practice/contactmessage/{stored.pk}/change/")
    return mail.render_mail("contact_message", {"link": link}, to=desk_address())


def desk_address() -> str:
    """Return where the therapist reads her mail: the first desk login's address, else the practice's.

    Raises:
        NobodyToTellError: there is neither.
    """
    logins = get_user_model()._default_manager.filter(is_staff=True, is_active=True).order_by("pk")
    address = logins.values_list("email", flat=True).first() or Practice.load().email
    if not address:
        raise NobodyToTellError
    return str(address)
