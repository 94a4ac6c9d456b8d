"""Options written one in each line, and names for what is new, kept apart from those that are taken."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _

from worksheets.prompts import LABEL_LENGTH, MOST_OPTIONS


def lines_of(text: str) -> list[str]:
    """Return the lines that hold something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def options_of(lines: list[str], before: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """Return options for lines of text; one that was there before keeps the value under which it is stored.

    Raises:
        forms.ValidationError: a line cannot be an option; its text says which.
    """
    if not 2 <= len(lines) <= MOST_OPTIONS:
        message = _("Write from 2 to %(most)d answers, one in each line.") % {"most": MOST_OPTIONS}
        raise forms.ValidationError(message)
    known = {option["label"]: option["value"] for option in before}
    options: list[dict[str, str]] = []
    taken = set(known.values())
    for number, line in enumerate(lines, start=1):
        if len(line) > LABEL_LENGTH:
            words = {"number": number, "most": LABEL_LENGTH}
            raise forms.ValidationError(_("Line %(number)d is longer than %(most)d characters.") % words)
        if any(option["label"] == line for option in options):
            raise forms.ValidationError(
                _("Line %(number)d: “%(line)s” stands twice.") % {"number": number, "line": line}
            )
        value = known.get(line) or fresh(slugify(line)[:40] or "answer", taken)
        taken.add(value)
        options.append({"value": value, "label": line})
    return options


def fresh(wanted: str, taken: Iterable[str]) -> str:
    """Return a name that is not taken yet."""
    wanted = re.sub(r"^[-_]+", "", wanted) or "answer"
    used, number, name = set(taken), 1, wanted
    while name in used:
        number += 1
        name = f"{wanted}-{number}"
    return name


def fresh_id(letter: str, taken: Iterable[str]) -> str:
    """Return an id that is not taken yet: a letter and a number."""
    used, number = set(taken), 1
    while f"{letter}{number}" in used:
        number += 1
    return f"{letter}{number}"
