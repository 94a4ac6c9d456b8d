"""The desk's lists on a narrow screen, where each row stands as a card: every cell carries the words of its column."""

from collections.abc import Iterable, Sequence
from itertools import chain, repeat
from typing import Any

from django import template
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from practice.times import say_here

register = template.Library()
register.filter("said_here", say_here)

NOTHING = frozenset({"", "-"})


@register.filter
def labelled(cells: Iterable[SafeString], heads: Sequence[dict[str, Any]]) -> list[SafeString]:
    """Return the cells of a row, each with its column's words; one that says nothing is marked, for cards leave it out.

    The style sheet writes the words into the cards: in a table they stand in its head alone.
    """
    words = chain((str(capfirst(head["text"])) for head in heads), repeat(""))
    return [_label(cell, word) for cell, word in zip(cells, words, strict=False)]


def _label(cell: SafeString, words: str) -> SafeString:
    """Return a cell as the admin made it, `<td class="…">…</td>`, with the label in its first tag."""
    tag, bracket, rest = cell.partition(">")
    is_empty = "<img" not in rest and "<input" not in rest and strip_tags(rest).strip() in NOTHING
    label = f' data-label="{escape(words)}"' + (" data-empty" if is_empty else "")
    return mark_safe(f"{tag}{label}{bracket}{rest}")
