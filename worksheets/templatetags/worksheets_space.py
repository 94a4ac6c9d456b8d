"""The worksheets' card in a client's space."""

from typing import Any

from django import template
from django.template import Context

from accounts.access import Kind, who_is_asking
from worksheets.access import may_write
from worksheets.selectors import shelf_of

register = template.Library()

MOST = 5  # lines on the card; the list has them all


@register.inclusion_tag("worksheets/_my_worksheets.html", takes_context=True)
def my_worksheets(context: Context) -> dict[str, Any]:
    """Show what the client was given and what she began; nothing to anyone who is not a client."""
    asker = context.get("asker") or who_is_asking(context["request"])
    if asker.kind is not Kind.CLIENT or asker.client is None:
        return {"is_shown": False}
    shelf = shelf_of(asker.client)
    return {
        "is_shown": True,
        "lines": [*shelf.given, *shelf.begun][:MOST],
        "has_library": bool(shelf.library),
        "may_write": may_write(asker.client),
        "practice": context.get("practice"),
    }
