"""`manage.py make_therapist`."""

import secrets
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from accounts.models import Practitioner, User, normalise_email
from practice.models import Practice

LOCAL_ADDRESS = "therapist@example.com"


class Command(BaseCommand):
    """Make the first login of the desk. Its password is shown once, here, and stored only as a hash."""

    help = "Make the therapist's login and print its password, once. Does nothing where somebody has the desk."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address to sign in with."""
        parser.add_argument("--email", help=f"the address to sign in with; on one's own machine {LOCAL_ADDRESS}")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the login, unless the desk has one."""
        if User.objects.filter(is_staff=True).exists():
            if options["email"]:
                raise CommandError("The desk has a login already; more are made at the desk.")
            return
        email = options["email"] or ("" if settings.IS_HTTPS else LOCAL_ADDRESS)
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError("Name the address to sign in with: make_therapist --email NAME@HOST") from None
        password = secrets.token_urlsafe(15)
        make_therapist(email=email, password=password)
        self.stdout.write(
            f"\nThe therapist's login, shown this once:\n  email     {normalise_email(email)}\n  password  {password}\n"
            f"Sign in at {settings.SITE_URL}/admin/\n"
        )


@transaction.atomic
def make_therapist(*, email: str, password: str) -> User:
    """Create the login with a proved address, and join it to the practitioner, who is created where missing."""
    user = User.objects.create_superuser(email, password)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    practitioner = Practitioner.objects.filter(user=None).order_by("pk").first()
    if practitioner is None:
        practitioner = Practitioner(name=Practice.load().therapist_name)
    practitioner.user = user
    practitioner.save()
    return user
