"""The card of an essay's worksheet: the same for everyone, so that the page needs no cookie."""

from typing import Any

from django import template

from articles.models import Essay

register = template.Library()


@register.inclusion_tag("worksheets/_worksheet_card.html")
def worksheet_card(essay: Essay) -> dict[str, Any]:
    """Show that a worksheet goes with the essay; nothing where there is none, or none in the library.

    Makes no query: the values came with the essay (see `worksheets.companions`).
    """
    return {
        "slug": essay.worksheet_slug,
        "title": getattr(essay, "worksheet_title", None),
        "minutes": getattr(essay, "worksheet_minutes", None),
    }
