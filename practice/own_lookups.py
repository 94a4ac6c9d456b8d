"""By what the lists of the desk can be narrowed down in their address: by what a row itself shows, nothing else.

Django takes any relation there that leads to a row, so `?answers__isnull=0` would name the clients who began a
worksheet, which no page of the desk says; and the start of a password's hash could be tried letter by letter.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.db.models.constants import LOOKUP_SEP
from django.http import HttpRequest

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = object

SECRET_PARTS = ("password", "hash", "digest", "token", "secret")  # of what opens something, in a column's name


class OwnLookups(Base):
    """A list of the desk."""

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Refuse what other rows tell of one, and what opens a sign-in; the rest as Django has it."""
        name = lookup.partition(LOOKUP_SEP)[0]
        try:
            column = self.opts.get_field(name)
        except FieldDoesNotExist:
            return super().lookup_allowed(lookup, value, request)
        is_others = column.auto_created and not column.concrete
        if is_others or any(part in name for part in SECRET_PARTS):
            return False
        return super().lookup_allowed(lookup, value, request)


@cache
def with_own_lookups(kind: Any) -> Any:
    """Return a kind of admin page whose list is narrowed down by its own columns alone."""
    return type(kind.__name__, (OwnLookups, kind), {})
