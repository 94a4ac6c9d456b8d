"""The check list as the desk asks for it: of an essay as it is being written, which is not stored."""

from copy import copy
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.checking.destinations import dead_links
from articles.checking.essay import check_essay, missing_lines
from articles.checking.lines import Line, Verdict
from articles.checking.shape import links_in
from articles.models import Essay
from articles.rendering import stored_html


def hindrances(essay: Essay) -> list[Line]:
    """Return what keeps an essay, as it was typed, from being published; nothing where it is not to be."""
    if essay.state != Essay.State.PUBLISHED:
        return []
    return missing_lines(essay.summary, essay.topic.name if essay.topic else "", stored_html(essay.body))


def new_hindrances(essay: Essay, words: dict[str, Any]) -> list[Line]:
    """Return what would keep an essay with other words from being published and does not already; nothing is saved."""
    before = {line.words for line in hindrances(essay)}
    changed = copy(essay)
    for name, value in words.items():
        setattr(changed, name, value)
    return [line for line in hindrances(changed) if line.words not in before]


def check_list(essay: Essay, now: datetime) -> list[Line]:
    """Return the check list of an essay whose text is prepared; at most three queries."""
    return check_essay(essay, dead_links(links_in(essay.body), essay, now))


def told(lines: list[Line]) -> dict[str, Any]:
    """Return what the template shows: what is missing and then what is to be looked at again, and what is well."""
    missing = [line for line in lines if line.verdict == Verdict.MISSING]
    advice = [line for line in lines if line.verdict == Verdict.ADVICE]
    return {
        "open_lines": [*missing, *advice],
        "other_lines": [line for line in lines if line not in [*missing, *advice]],
        "standing": say_standing(len(missing), len(advice)),
    }


def say_standing(missing: int, advice: int) -> str:
    """Say in a few words how far an essay is from being ready."""
    if not missing and not advice:
        return _("Nothing to look at again")
    parts = [
        ngettext("%(number)d missing", "%(number)d missing", missing) % {"number": missing} if missing else "",
        ngettext("%(number)d to look at again", "%(number)d to look at again", advice) % {"number": advice}
        if advice
        else "",
    ]
    return ", ".join(part for part in parts if part)
