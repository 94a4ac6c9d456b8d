"""Rows that ship as samples, in the admin: saving one, or saying so in the list, means that it has been checked."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from practice.marks import say_marked


class SampleAdmin(admin.ModelAdmin[Any]):
    """For models with `is_sample`: the mark goes with the first saving by hand.

    A list of many rows has `mark_as_own` among its `actions`, so that not each of them has to be opened.
    """

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save, and take the mark of a sample away."""
        obj.is_sample = False
        super().save_model(request, obj, form, change)

    @admin.action(description=_("These are mine"), permissions=["change"])
    def mark_as_own(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Take the mark of a sample off the chosen rows, which stay as they are."""
        say_marked(self, request, queryset.update(is_sample=False))

    @admin.display(description=_("checked"), boolean=True)
    def is_checked(self, obj: Any) -> bool:
        """Tell whether the therapist has set this row herself."""
        return not obj.is_sample
