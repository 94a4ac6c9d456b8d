"""What a password may not be."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

LONGEST_PASSWORD = 512  # characters; settings give the validator the same
TOO_NEAR = ("serein", "bhatt", "arati")


class NotThePracticeValidator:
    """Refuse a password made of the practice's own name: the first that anyone would try."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Refuse a password that holds a name of the practice and little else."""
        rest = password.casefold()
        for word in TOO_NEAR:
            rest = rest.replace(word, "")
        if len(rest) < len(password) and len(rest) < 10:
            raise ValidationError(self.get_help_text(), code="password_is_the_practice")

    def get_help_text(self) -> str:
        """Say what is asked for."""
        return _("Do not build your password on the name of the practice.")


class MaximumLengthValidator:
    """Refuse a password too long to be hashed in reasonable time."""

    def __init__(self, max_length: int = LONGEST_PASSWORD) -> None:
        self.max_length = max_length

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Refuse a password longer than `max_length` characters."""
        if len(password) > self.max_length:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        """Say what is asked for."""
        return ngettext(
            "Your password can have at most %(count)d character.",
            "Your password can have at most %(count)d characters.",
            self.max_length,
        ) % {"count": self.max_length}
