"""Rows that the site writes by itself, in the admin."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest


class WrittenBySiteAdmin[Row: Model](admin.ModelAdmin[Row]):
    """Such rows are there to be read."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds one by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes one."""
        return False
