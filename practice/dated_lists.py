"""Lists of the desk that are narrowed by date: an address with a date that no calendar has shows the whole list."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.http import HttpRequest


class DatedListAdmin[Row: Any](admin.ModelAdmin[Row]):
    """A list with a `date_hierarchy`."""

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Return the list; a date at the end of the calendar, which Django overflows on, counts as a wrong address."""
        try:
            return super().get_changelist_instance(request)
        except OverflowError as error:
            raise IncorrectLookupParameters from error
