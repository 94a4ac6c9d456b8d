"""A sign-in that is a few minutes old at most: asked for before everything of a person leaves or ends, or her way in is
changed.
"""

import time

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import User

# What changes how somebody signs in; the first two can be looked at without proof.
ON_SENDING = frozenset({"account_email", "account_set_password"})
ALWAYS = frozenset({"mfa_activate_totp", "mfa_add_webauthn"})
WAYS_IN = ON_SENDING | ALWAYS
ABOUT_DATA = frozenset({"space_data", "space_data_erase"})


def is_fresh(request: HttpRequest, user: User) -> bool:
    """Tell whether somebody proved in this session, within the last minutes, who she is."""
    records = get_authentication_records(request, user)
    seconds: int = app_settings.REAUTHENTICATION_TIMEOUT
    return any(time.time() - float(record.get("at", 0)) < seconds for record in records)


def address_to_prove(user: User, *, back: str) -> str:
    """Return where to prove it: allauth's page for a password or passkey, else the page that leads to a new code.

    `back` is the path to come back to.
    """
    by_allauth = get_adapter().get_reauthentication_methods(user)
    page = reverse("account_reauthenticate" if by_allauth else "space_data_prove")
    return f"{page}?{urlencode({'next': back})}"


def place_to_come_back_to(request: HttpRequest) -> str:
    """Return the path to come back to after proving it: one that asks for that, else the overview of one's data."""
    wanted = request.GET.get("next", "")
    return wanted if wanted in {reverse(name) for name in WAYS_IN | ABOUT_DATA} else reverse("space_data")


def is_about_data(path: str) -> bool:
    """Tell whether a page that asks for proof is about one's data: the file or the erasure; else it is a way in."""
    return path in {reverse(name) for name in ABOUT_DATA}
