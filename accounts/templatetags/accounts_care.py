"""What pages of other rooms say of somebody's care."""

from datetime import date

from django import template
from django.utils import timezone

from accounts import closing

register = template.Library()


@register.simple_tag
def space_would_close_on() -> date:
    """Return the day on which a space closes whose client's care ends today."""
    return closing.day_of_closing(timezone.now())
