"""Instants in the lists and on the pages of the desk, said as everywhere: 22 Nov 2026, 5:30 pm IST."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import Field, Model

from practice.times import say_here


def said(model: type[Model], name: str) -> Any:
    """Return the column of an instant under the field's own name; the admin would say it in a format of its own.

    On a page of one row it belongs in `readonly_fields` as well. An instant that has not come yet is an empty cell. It
    is a function of a row; the types of the admin know names of fields alone.
    """
    field = cast("Field[Any, Any]", model._meta.get_field(name))

    @admin.display(description=field.verbose_name, ordering=name)
    def column(row: Any) -> str:
        instant = getattr(row, name)
        return say_here(instant) if instant else ""

    column.__name__ = name
    return column
