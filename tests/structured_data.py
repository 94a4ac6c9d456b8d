"""The terms of schema.org that the pages use, and what a block of JSON-LD with them must hold.

Written from the vocabulary's own pages and from what search engines ask of articles, so that it can be checked without
asking anybody.
"""

import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from bs4 import BeautifulSoup

type Check = Callable[[Any], bool]
LONGEST_HEADLINE = 110


def is_text(value: Any) -> bool:
    """Tell whether it is words, with none missing."""
    return isinstance(value, str) and value.strip() != "" and value not in {"None", "null"}


def is_address(value: Any) -> bool:
    """Tell whether it is an address in full."""
    return is_text(value) and re.match(r"https?://[^/\s]+/\S*$", value) is not None


def is_instant(value: Any) -> bool:
    """Tell whether it is a date and time with its zone."""
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except (TypeError, ValueError):
        return False


def matches(pattern: str) -> Check:
    """Return a check of words by a pattern."""
    return lambda value: is_text(value) and re.fullmatch(pattern, value) is not None


def a(*kinds: str) -> Check:
    """Return a check for a thing of one of these kinds."""
    return lambda value: isinstance(value, dict) and value.get("@type") in kinds and faults_of(value) == []


def many(check: Check) -> Check:
    """Return a check for a list of which each passes."""
    return lambda value: isinstance(value, list) and value != [] and all(map(check, value))


ADDRESS: dict[str, Check] = dict.fromkeys(("streetAddress", "addressLocality", "postalCode", "addressCountry"), is_text)
LANGUAGE = matches(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
ORGANISATION: dict[str, Check] = {"name": is_text, "url": is_address, "logo": is_address}
# kind: what it must have; what it may have
TERMS: dict[str, tuple[dict[str, Check], dict[str, Check]]] = {
    "Article": (
        {
            "headline": lambda value: is_text(value) and len(value) <= LONGEST_HEADLINE,
            "image": is_address,
            "datePublished": is_instant,
            "dateModified": is_instant,
            "author": a("Organization", "Person"),
            "publisher": a("Organization"),
            "mainEntityOfPage": a("WebPage"),
            "inLanguage": LANGUAGE,
        },
        {"description": is_text, "articleSection": is_text, "timeRequired": matches(r"PT[1-9]\d*M")},
    ),
    "WebPage": ({}, {"breadcrumb": a("BreadcrumbList")}),
    "BreadcrumbList": ({"itemListElement": many(a("ListItem"))}, {}),
    "ListItem": ({"position": lambda value: isinstance(value, int), "name": is_text}, {"item": is_address}),
    "Organization": ({"name": is_text}, ORGANISATION),
    "Person": ({"name": is_text}, {}),
    "PostalAddress": ({"streetAddress": is_text}, ADDRESS),
    "ProfessionalService": (
        {"name": is_text, "url": is_address, "image": is_address},
        {
            "telephone": matches(r"\+[1-9]\d{7,14}"),
            "email": matches(r"[^@\s]+@[^@\s]+"),
            "address": a("PostalAddress"),
            "knowsLanguage": many(is_text),
            "employee": a("Person"),
        },
    ),
}


def blocks_of(html: str) -> list[dict[str, Any]]:
    """Return the blocks of JSON-LD of a page."""
    scripts = BeautifulSoup(html, "lxml").select('script[type="application/ld+json"]')
    return [json.loads(script.get_text()) for script in scripts]


def faults_of_block(block: dict[str, Any]) -> list[str]:
    """Return what is wrong with a whole block."""
    context = [] if block.get("@context") == "https://schema.org" else ["@context"]
    return context + faults_of({name: value for name, value in block.items() if name != "@context"})


def faults_of(thing: dict[str, Any]) -> list[str]:
    """Return which terms of a thing are missing, unknown to its kind or of a wrong shape."""
    kind = str(thing.get("@type"))
    if kind not in TERMS:
        return [f"{kind}: unknown"]
    needed, more = TERMS[kind]
    known = {**more, **needed}
    said = {name: value for name, value in thing.items() if name != "@type"}
    found = [f"{kind}.{name}: missing" for name in needed if name not in said]
    for name, value in said.items():
        check = is_address if name == "@id" else known.get(name)
        if check is None or not check(value):
            found.append(f"{kind}.{name}: {'unknown' if check is None else 'wrong'}")
    positions = [each.get("position") for each in said.get("itemListElement", [])]
    return found + (["positions"] if positions != list(range(1, len(positions) + 1)) else [])
