"""The last part of an essay's address."""

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from articles.models import Essay, OldAddress

# pages of their own beside the essays
RESERVED = frozenset({"feed", "pictures", "preview", "reflections", "search", "series", "topics"})
LONGEST = 120
NO_ADDRESS = _("Only the letters a to z, digits and hyphens may stand in an address: a-lamp-on-water.")
FALLBACK = "essay"  # for a title without a Latin letter or digit


def spellings(slug: str) -> list[str]:
    """Return the addresses that are meant by one: itself, then, as addresses are made, in small letters."""
    return list(dict.fromkeys((slug, slug.lower())))


def is_taken(slug: str) -> bool:
    """Tell whether an essay has the address, had it once, or the site itself needs it."""
    return slug in RESERVED or Essay.objects.filter(slug=slug).exists() or OldAddress.objects.filter(slug=slug).exists()


def unique_slug(title: str) -> str:
    """Return an address made of the title that nothing has yet: the plain one, or one ending in -2, -3…"""
    stem = slugify(title)[: LONGEST - 6].strip("-_") or FALLBACK
    candidate, number = stem, 1
    while is_taken(candidate):
        number += 1
        candidate = f"{stem}-{number}"
    return candidate


def refuse_reserved(slug: str) -> None:
    """Raise ValidationError for an address that the site itself needs."""
    if slug in RESERVED:
        raise ValidationError(_("The site itself uses this address. Choose another one."), code="reserved")


def refuse_old(slug: str, essay: Essay) -> None:
    """Raise ValidationError for an address that still leads to another essay."""
    others = OldAddress.objects.filter(slug=slug).exclude(essay=None).exclude(essay=essay.pk)
    held = others.select_related("essay").first()
    if held is not None:
        words = _("This address leads to “%(title)s”, which used to be there. Choose another one.")
        raise ValidationError(words, code="old", params={"title": held.essay})
