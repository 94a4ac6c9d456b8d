"""The words that pages of the booking flow already have in their addresses."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

RESERVED = frozenset({"manage", "verify", "asked", "policy"})


def refuse_reserved(slug: str) -> None:
    """Refuse an address that a page of the booking flow already has."""
    if slug in RESERVED:
        raise ValidationError(_("This address is taken by another page. Choose another word."), code="reserved")
