"""Rows whose page in the admin only shows them, with the acts that call the services."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


class ActsAdmin[Row: Model](admin.ModelAdmin[Row]):
    """Such rows come to be by a service and are never deleted; a POST to the page of one changes nothing."""

    not_here: str | Promise = gettext_lazy("Nothing is edited here: use the buttons above.")

    def acts(self) -> list[URLPattern]:
        """Return the addresses of the acts; none unless a class has some."""
        return []

    def shown_of(self, row: Row) -> dict[str, Any]:
        """Return what the page of one row says besides its fields, and what can be done with it."""
        return {}

    def get_urls(self) -> list[URLPattern]:
        """Add the acts."""
        return self.acts() + super().get_urls()

    def has_add_permission(self, request: HttpRequest) -> bool:
        """They are asked for, or begun by a service."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing that happened is deleted."""
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the row with what can be done."""
        if request.method == "POST":
            messages.error(request, str(self.not_here))
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", object_id)
        row = self.get_object(request, object_id)
        buttons = {"show_save": False, "show_save_and_continue": False}
        context = {**(self.shown_of(row) if row else {}), **buttons, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)
