"""What other rooms' pages show of the essays."""

from django import template
from django.utils import timezone

from articles.models import Essay
from articles.selectors import listed

register = template.Library()


@register.simple_tag
def recent_essays(number: int) -> list[Essay]:
    """Return the newest essays that may be read, without their texts."""
    return list(listed(timezone.now())[:number])
