"""The people of the tests, and how they come in."""

import re
import time

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client as Browser

from accounts.models import Client, User
from accounts.services import find_or_create_user_for, prove_address
from practice.models import OutgoingMessage
from tests.factories import make_client, make_practitioner, make_user

PASSWORD = "four calm horses at noon"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def make_reader(email: str = "reader@example.com") -> User:
    """Return a user whose address is proved, who is no client."""
    return find_or_create_user_for(email)


def make_patron(email: str, name: str, status: str = Client.Status.ACTIVE) -> User:
    """Return the user of a client, in care unless told otherwise."""
    user = find_or_create_user_for(email)
    make_client(name, user=user, status=status)
    return user


def make_staff(email: str = "staff@example.com") -> User:
    """Return staff with a password, a proved address and no second factor."""
    user = make_user(email, password=PASSWORD, is_staff=True, is_superuser=True)
    prove_address(user)
    return user


def make_therapist(email: str = "therapist@example.com") -> User:
    """Return the practitioner's own login, with an authenticator app and recovery codes."""
    user = make_staff(email)
    make_practitioner(user=user)
    enrol(user)
    return user


def enrol(user: User) -> None:
    """Give a user an authenticator app and recovery codes."""
    TOTP.activate(user, TOTP_SECRET)
    RecoveryCodes.activate(user)


def totp_now(step: int = 0) -> str:
    """Return the code that the authenticator app shows now, or `step` periods later."""
    return str(format_hotp_value(hotp_value(TOTP_SECRET, int(time.time()) // 30 + step)))


def sign_in(browser: Browser, user: User, *, second_factor: bool = False) -> Browser:
    """Sign a user in, past all forms; with `second_factor` as if one had been used."""
    browser.force_login(user)
    if second_factor:
        session = browser.session
        kind = Authenticator.Type.TOTP
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "type": kind, "at": time.time()}]
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
        session.save()
    return browser


def prove(browser: Browser, user: User, *, ago: float = 0) -> Browser:
    """Sign a user in as if by a code, that many seconds ago."""
    sign_in(browser, user)
    session = browser.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "code", "at": time.time() - ago}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    return browser


def last_message_to(address: str) -> str:
    """Return the text of the last message queued for an address."""
    messages = OutgoingMessage.objects.order_by("-pk")
    return next(str(message.body["text"]) for message in messages if message.body["to"] == address)


def code_sent_to(address: str) -> str:
    """Return the six digits of the last message queued for an address."""
    found = re.search(r"\b\d{6}\b", last_message_to(address))
    assert found, "the message holds no code"
    return found.group()
