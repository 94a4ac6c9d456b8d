"""The card of an essay's worksheet: the same for everyone, so that the page needs no cookie."""

from typing import Any

from django import template

from articles.models import Essay
from worksheets.models import Version, Worksheet

register = template.Library()


@register.inclusion_tag("worksheets/_worksheet_card.html")
def worksheet_card(essay: Essay) -> dict[str, Any]:
    """Show that a worksheet goes with the essay; nothing where there is none, or none in the library."""
    worksheet = Worksheet.objects.filter(slug=essay.worksheet_slug, is_in_library=True).first()
    newest = Version.objects.filter(worksheet=worksheet).order_by("-number").first() if worksheet else None
    return {"worksheet": worksheet if newest else None, "version": newest}
