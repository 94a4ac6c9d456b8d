"""What the desk wants of every field of one line: no line break, and nothing that cannot be shown.

A browser sends neither from such a field. What comes all the same would break the line of a mail or of a list.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from practice.fields import require_plain

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = object


class PlainLines(Base):
    """The fields of an admin page, and of the rows within it."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Return the field; one of a single line takes only what fits on a line."""
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(formfield, forms.CharField) and isinstance(formfield.widget, forms.TextInput):
            formfield.validators.append(require_plain)
        return formfield

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        """Return the kinds of rows within the page, which want the same of their fields."""
        return [with_plain_lines(inline) for inline in super().get_inlines(request, obj)]


@cache
def with_plain_lines(kind: Any) -> Any:
    """Return a kind of admin page, or of rows within one, whose fields of one line are plain."""
    return type(kind.__name__, (PlainLines, kind), {})
