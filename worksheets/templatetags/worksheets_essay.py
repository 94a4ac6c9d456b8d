"""The cards of an essay's worksheets: the same for everyone, so that the page needs no cookie."""

from typing import Any

from django import template

from articles.models import Essay
from worksheets.companions import OTHER, OWN, PARTS

register = template.Library()


@register.inclusion_tag("worksheets/_worksheet_card.html")
def worksheet_card(essay: Essay) -> dict[str, Any]:
    """Show which worksheets go with the essay; nothing where there is none, or none in the library.

    Makes no query: the values came with the essay (see `worksheets.companions`).
    """
    cards = [{part: getattr(essay, f"{name}_its_{part}", None) for part in PARTS} for name in (OWN, OTHER)]
    return {"cards": [card for card in cards if card["title"]]}
