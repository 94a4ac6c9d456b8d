"""Numbers to call that stand within words which somebody typed."""

import re
from functools import cache

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from practice.nearest_help import HOME_COUNTRY
from practice.shipped.parts import rows_of

register = template.Library()
LINKS = re.compile(r"(<a\b.*?</a>)", re.DOTALL)


@register.filter
def call_links(words: str) -> SafeString:
    """Return words, escaped if they are not yet, in which the help numbers of home can be pressed to call.

    Links that are there stay as they are. Of numbers that stand by themselves only the short ones of the help lines
    that come with the software count: nothing else tells a number to call from any other.
    """
    pieces = LINKS.split(conditional_escape(words))
    pieces[::2] = [numbers_of_home().sub(r'<a href="tel:\1">\1</a>', piece) for piece in pieces[::2]]
    return mark_safe("".join(pieces))


@cache
def numbers_of_home() -> re.Pattern[str]:
    """Return what finds the numbers, each by itself: in no word, no longer number, no date and no amount."""
    numbers = {str(row["number"]) for row in rows_of("help_lines.json") if row["country"] == HOME_COUNTRY}
    either = "|".join(sorted(map(re.escape, numbers)))
    return re.compile(rf"(?<![\w.,:/+#&₹-])(?<!₹ )({either})(?![\w/%-]|[.,:]\d)")
