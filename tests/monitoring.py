"""K2: words by which a page or a mail would let somebody believe that she is watched over, or answered at once."""

import re

from bs4 import BeautifulSoup

WHO = r"(?:we|i|she|dr bhatt|the practice|the team|someone|somebody)"
PROMISES = [
    rf"\b{WHO} (?:(?!who\b)\w+ ){{0,2}}(?:monitors?|supervises?|watch(?:es)? over|checks? on you)\b",
    rf"\b{WHO} (?:(?!who\b)\w+ ){{0,2}}keeps? (?:an eye|watch)\b",
    rf"\b{WHO} (?:is|are|will be|'s|'re|’s|’re) (?:\w+ )?(?:watching|monitoring|keeping an eye|on call|always)\b",
    rf"\b{WHO} (?:is|are|will be) (?:there|here|available|reachable) (?:for you )?(?:at any|any ?time|day|round|24)",
    rf"\b{WHO} (?:will )?(?:reply|replies|respond|responds|answer|answers|call you|write back) "
    r"(?:at once|immediately|right away|within minutes|day (?:or|and) night)",
    r"\b(?:your|these|all) (?:answers?|words|messages?|entries|scores?) (?:are|is|will be) "
    r"(?:being )?(?:monitored|watched|reviewed|read) (?:at once|daily|day|constantly|live|round|in real)",
    r"\byou (?:are|will be) (?:monitored|watched over|looked after day|supervised)\b",
    r"\bin an emergency,? (?:please )?(?:write|email|message|use this form|reply)\b",
]
PATTERN = re.compile("|".join(PROMISES), re.I)
NOT_WATCHED = re.compile(r"nobody (?:at the practice )?watches|not watched|not for emergencies|nobody reads", re.I)
REVIEW = re.compile(r"Read as a clinician by \S.* on \d+ \w+ \d{4}|Awaiting review by Dr Bhatt")
NEGATED = re.compile(r"\b(?:nobody|no one|not|never|n't|n’t)\b", re.I)


def promises_in(text: str) -> list[str]:
    """Return the promises in a text; a sentence that denies one makes none."""
    words = " ".join(text.split())
    return [
        found[0]
        for part in re.split(r"(?<=[.!?])\s", words)
        if not NEGATED.search(part)
        for found in PATTERN.finditer(part)
    ]


def text_of(html: str) -> str:
    """Return what can be read in a page."""
    page = BeautifulSoup(html, "lxml")
    for silent in page(["script", "style", "template"]):
        silent.decompose()
    return page.get_text(" ")


def tells_of_review(html: str) -> bool:
    """Tell whether a clinical text says who read it as a clinician and when, or that nobody has yet."""
    return REVIEW.search(" ".join(text_of(html).split())) is not None


def takes_words(html: str) -> bool:
    """Tell whether there is room in a page to write something longer."""
    return BeautifulSoup(html, "lxml").select_one("textarea:not([readonly])") is not None


def says_that_nobody_watches(html: str) -> bool:
    """Tell whether a page says so."""
    return NOT_WATCHED.search(" ".join(text_of(html).split())) is not None
