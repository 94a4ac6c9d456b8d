"""What follows when somebody signs in or out, or changes how she signs in: Django and allauth tell by signal."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed, password_changed, password_reset, password_set
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest
from django.utils import timezone

from accounts import sign_ins
from accounts.models import User
from accounts.services import stay_signed_in_here


def connect() -> None:
    """Follow them from now on."""
    user_logged_in.connect(note_sign_in, dispatch_uid="note_sign_in")
    user_logged_out.connect(forget_sign_in, dispatch_uid="forget_sign_in")
    for changed in (email_changed, password_changed, password_reset, password_set):
        changed.connect(end_the_others, dispatch_uid="end_the_others")
    email_changed.connect(stay_signed_in_here, dispatch_uid="stay_signed_in_here")
    email_changed.connect(tell_new_address, dispatch_uid="tell_new_address")


def note_sign_in(*, request: HttpRequest, user: User, **_more: Any) -> None:
    """Note a new sign-in."""
    sign_ins.begin(request, user, timezone.now())


def forget_sign_in(*, request: HttpRequest, **_more: Any) -> None:
    """Delete the row of a sign-in that ends."""
    sign_ins.forget(request)


def end_the_others(*, request: HttpRequest, user: User, **_more: Any) -> None:
    """End what was opened by an address or a password that no longer holds, everywhere but here."""
    sign_ins.end_others(request, user)


def tell_new_address(*, request: HttpRequest, user: User, to_email_address: EmailAddress, **_more: Any) -> None:
    """Tell the new mailbox that it is in use from now on; allauth tells the old one."""
    get_adapter(request).send_notification_mail("account/email/email_confirm", user, email=to_email_address.email)
