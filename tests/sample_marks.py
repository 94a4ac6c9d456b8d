"""Find sample values that do not say that they are examples."""

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from bookings.management.commands.load_sample import SESSION_TYPES
from practice.money import say_rupees

MARK = "Example"
NEAR = 4  # an element that holds the value, or one of those around it, also holds the mark
NAMES = [str(each["name"]) for each in SESSION_TYPES]
FEES = [say_rupees(each["fee_rupees"]) for each in SESSION_TYPES if each.get("fee_rupees")]
HOUR = re.compile(r"\b\d{1,2}:\d\d [ap]m\b")


def unmarked_in(html: str, *, has_hours: bool) -> list[str]:
    """Return each sample fee and name of a session in a page that no mark is near; hours need one on the page."""
    main = BeautifulSoup(html, "lxml").find("main")
    if not isinstance(main, Tag):
        return []
    found = [
        f"{value} in {str(text)[:60].strip()}"
        for text in main.find_all(string=True)
        for value in (*FEES, *NAMES)
        if value in text and not is_marked(text)
    ]
    if has_hours and HOUR.search(main.get_text(" ")) and MARK not in main.get_text(" "):
        found.append("hours")
    return found


def is_marked(text: NavigableString) -> bool:
    """Tell whether the mark stands near a text."""
    around = list(text.parents)[:NEAR]
    return any(MARK in each.get_text(" ") for each in around if each.name not in {"main", "body", "html"})
