"""What changed in an essay's text, as pages of the desk show it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from articles.differences import Change, fold

ROLES = {
    "heading": _("Heading"),
    "point": _("Point of a list"),
    "quote": _("Quotation"),
    "cell": _("Cell of a table"),
    "picture": _("Picture"),
}


@dataclass(frozen=True, slots=True)
class ShownStretch:
    """Some paragraphs in a row, every one with the name of what it is; "" for a plain one."""

    changes: tuple[tuple[str, Change], ...]
    is_folded: bool


def shown_text(changes: Sequence[Change]) -> list[ShownStretch]:
    """Return the paragraphs of a text as a page shows them; none where nothing changed."""
    if all(change.is_same for change in changes):
        return []
    return [
        ShownStretch(tuple((str(ROLES.get(each.role, "")), each) for each in stretch.changes), stretch.is_folded)
        for stretch in fold(changes)
    ]
