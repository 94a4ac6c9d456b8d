"""Hours that a page says in another way than the one of the site: 5:30 pm."""

import re

from bs4 import BeautifulSoup

OTHERWISE = re.compile(
    r"\b\d{1,2}(?::\d{2})? ?[ap]\.m\.|\b\d{1,2} ?[AP]M\b|\bnoon\b|\bmidnight\b"
    r"|\b\d{1,2}:\d{2}(?::\d{2})?\b(?! ?[ap]m\b)"
)
# What a device's own picker shows is the device's affair, and what somebody wrote is not ours.
LEFT_OUT = "script, style, input, textarea, select, option, [translate=no], .help"


def hours_said_otherwise(html: str) -> list[str]:
    """Return them, as far as the page itself says them."""
    page = BeautifulSoup(html, "lxml")
    for element in page.select(LEFT_OUT):
        element.decompose()
    return OTHERWISE.findall(" ".join(page.get_text(" ").split()))
