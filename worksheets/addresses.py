"""The last part of a worksheet's address, made of its title: it then stays, for it stands in bookmarks and essays."""

from django.utils.text import slugify

from worksheets.lines import fresh
from worksheets.models import Worksheet

LONGEST = 60
ROOM = 6  # for a number at the end
FALLBACK = "worksheet"  # for a title without a Latin letter or digit


def free_address(title: str) -> str:
    """Return an address that no worksheet has: the plain one, or one ending in -2, -3…"""
    stem = slugify(title)[: LONGEST - ROOM].strip("-_") or FALLBACK
    return fresh(stem, Worksheet.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
