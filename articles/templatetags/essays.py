"""What other rooms' pages show of the essays."""

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from articles.models import Essay
from articles.pictures.markup import responsive
from articles.selectors import listed

register = template.Library()


@register.filter
def minutes(number: int) -> str:
    """Say how long an essay takes."""
    return ngettext("%(minutes)d minute", "%(minutes)d minutes", number) % {"minutes": number}


@register.simple_tag
def recent_essays(number: int) -> list[Essay]:
    """Return the newest essays that may be read, without their texts."""
    return list(listed(timezone.now())[:number])


@register.filter
def with_pictures(html: str) -> SafeString:
    """Return the stored text of an essay, which the gate has cleaned, with its pictures as a page shows them."""
    return mark_safe(responsive(html))
