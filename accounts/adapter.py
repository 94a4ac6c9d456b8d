"""How allauth behaves here."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import second_factor
from accounts.models import User, normalise_email
from accounts.passwords import LONGEST_PASSWORD
from practice.crypto import seal, unseal
from practice.limits import client_address
from practice.mail.compose import UnfitMailError
from practice.mail.forwarding import queue_email
from practice.mail.letters import dress_letter
from practice.times import Place, say_short

UNKNOWN_ACCOUNT = "account/email/unknown_account"
NEVER = timedelta(seconds=-1)
USEFUL_FOR = {
    "account/email/login_code": timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT),
    "account/email/email_confirmation": timedelta(seconds=settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT),
    "account/email/password_reset_key": timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
}
SECRET_BINDING = "mfa.authenticator|data"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are born when a first request is verified; nobody signs up for one."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy(
            "This address and this password do not go together. You can also sign in with a code."
        ),
        "incorrect_code": gettext_lazy(
            "This is not the code. Look for the newest message, or stop here and ask for another code."
        ),
        "incorrect_password": gettext_lazy("This is not the password."),
        "too_many_login_attempts": gettext_lazy("That was tried too often. Ask for a new code, or wait a while."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: the sign-up page says how an account comes about instead."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Allow only this very host as the place to go on to; allauth would allow every name of the site."""
        host = self.request.get_host()
        return url_has_allowed_host_and_scheme(url, allowed_hosts={host}, require_https=self.request.is_secure())

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that the limits count by, so that both believe the same proxy."""
        return client_address(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse an endless password before it is hashed.

        allauth counts failures per email address at this point, which lets a stranger lock anyone out;
        `accounts.limits` counts instead.
        """
        if len(credentials.get("password") or "") > LONGEST_PASSWORD:
            raise self.validation_error("email_password_mismatch")

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:  # type: ignore[override]
        """Turn away who may not sign in: closed logins, and staff whose mailbox alone would open the desk.

        So is whoever brings a code from a mailbox that is hers no more: it was asked for before she left it.
        """
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        if response is not None or last_proof(request, user) != "code":
            return response
        if normalise_email(kwargs.get("email") or "") != user.email:
            clear_login(request)
            messages.error(request, _("This code works no more. Ask for a new one."))
            return redirect("account_request_login_code")
        if second_factor.is_missing(user):
            clear_login(request)
            messages.error(request, _("This sign-in needs your password. Then set up a second factor."))
            return redirect("account_login")
        return None

    def get_login_stages(self) -> list[str]:
        """Return allauth's, with one that lets in whoever has no address to prove."""
        own = {"allauth.account.stages.EmailVerificationStage": "accounts.stages.ProvedAddressStage"}
        return [own.get(stage, stage) for stage in super().get_login_stages()]

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Offer a passkey before a code: who has only a passkey has no code but the recovery codes."""
        return sorted(
            super().get_reauthentication_methods(user), key=lambda method: method["id"] == "mfa_reauthenticate"
        )

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link that goes into the mail: on the configured address, whatever Host was asked for."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.SITE_URL + path.replace("UID-KEY", key)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:  # type: ignore[override]
        """Send the link, except where it would open the desk to whoever reads the mailbox."""
        if second_factor.is_missing(user):
            self.send_mail(UNKNOWN_ACCOUNT, email, context)
        else:
            super().send_password_reset_mail(user, email, context)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the message; for an address nobody has, do the same work and send nothing.

        Writing to it would trouble a stranger, and tell whoever reads that mailbox that someone here was looked for.
        """
        is_for_nobody = template_prefix == UNKNOWN_ACCOUNT
        if is_for_nobody:
            template_prefix = "account/email/login_code"
            context = {**context, "code": self.generate_login_code()}
        message = self.render_mail(template_prefix, email, {"request": self.request, "email": email, **context})
        useful_for = NEVER if is_for_nobody else USEFUL_FOR.get(template_prefix)
        queue_email(in_dress(message), cause="account", useful_for=useful_for)

    def send_notification_mail(  # type: ignore[override]
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the person of a change to the sign-in, with the hour said as everywhere else."""
        said = say_short(timezone.now(), Place(ZoneInfo(settings.TIME_ZONE), ""))
        super().send_notification_mail(template_prefix, user, {"timestamp": said, **(context or {})}, email)


def in_dress(message: EmailMessage) -> EmailMessage:
    """Return a message with its words as a letter of the practice, text and HTML; to no proper address as it is."""
    try:
        mail = dress_letter(str(message.subject), str(message.body), to=",".join(message.to))
    except UnfitMailError:
        return message
    dressed = EmailMultiAlternatives(mail.subject, mail.text, to=message.to)
    dressed.attach_alternative(mail.html, "text/html")
    return dressed


def last_proof(request: HttpRequest, user: User) -> str:
    """Return how `user` last proved who it is in this session: password, code or mfa; "" for not at all."""
    records = get_authentication_records(request, user)
    return str(records[-1].get("method", "")) if records else ""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors; their secrets are encrypted at rest."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This is not the code. An app shows a new one every half minute: enter that."),
    }

    def encrypt(self, text: str) -> str:
        """Return the secret as it is stored."""
        return seal(text, SECRET_BINDING)

    def decrypt(self, encrypted_text: str) -> str:
        """Return a stored secret.

        Raises:
            SealedError: the key is gone, or the value was changed.
        """
        return unseal(encrypted_text, SECRET_BINDING)
