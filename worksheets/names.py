"""The name by which essays know a worksheet, made of its title: it then stays."""

from django.utils.text import slugify

from worksheets.lines import fresh
from worksheets.models import Worksheet

LONGEST = 60
ROOM = 6  # for a number at the end
FALLBACK = "worksheet"  # for a title without a Latin letter or digit


def free_name(title: str) -> str:
    """Return a name that no worksheet has: the plain one, or one ending in -2, -3…"""
    stem = slugify(title)[: LONGEST - ROOM].strip("-_") or FALLBACK
    return fresh(stem, Worksheet.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
