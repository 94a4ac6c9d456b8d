"""Rows that ship as samples, in the admin: saving one says that it has been checked."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class SampleAdmin(admin.ModelAdmin[Any]):
    """For models with `is_sample`: the mark goes with the first saving by hand."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save, and take the mark of a sample away."""
        obj.is_sample = False
        super().save_model(request, obj, form, change)

    @admin.display(description=_("checked"), boolean=True)
    def is_checked(self, obj: Any) -> bool:
        """Tell whether the therapist has set this row herself."""
        return not obj.is_sample
