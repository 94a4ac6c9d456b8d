"""What the form of a worksheet needs beside the form pack."""

from django import template
from django.forms.boundfield import BoundField

register = template.Library()


@register.filter
def end_label(field: BoundField, value: object) -> str:
    """Return what one end of a scale means; empty for the steps between."""
    labels: dict[str, str] = getattr(field.field, "end_labels", {})
    return labels.get(str(value), "")
