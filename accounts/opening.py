"""What has to be set about signing in before strangers may book."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import second_factor
from accounts.models import User
from practice import opening


def register_steps() -> None:
    """Put the step of this room on the opening list."""
    opening.register(
        opening.Step(
            key="second_factor",
            title=_("Set up a second factor"),
            hint=_("A passkey or an app on your phone: a password alone must not open what clients entrust to you."),
            is_done=has_second_factor_everywhere,
            address=lambda: reverse("mfa_index"),
            order=80,
        )
    )


def has_second_factor_everywhere() -> bool:
    """Tell whether somebody can use the desk, and everyone who can has a second factor."""
    staff = list(User.objects.filter(is_staff=True, is_active=True))
    return bool(staff) and all(second_factor.is_enrolled(user) for user in staff)
