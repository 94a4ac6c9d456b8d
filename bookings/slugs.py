"""The words that no session type may have as its address."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

RESERVED = frozenset({"manage", "verify", "asked", "policy", "guardian", "wait"})


def refuse_reserved(slug: str) -> None:
    """Refuse an address that a page of the booking flow already has."""
    if slug in RESERVED:
        raise ValidationError(_("This address is taken by another page. Choose another word."), code="reserved")
