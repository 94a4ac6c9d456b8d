"""Addresses of the old site on the desk: those that were brought in, and those that she adds by hand."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.models import OldPath
from articles.moving.paths import is_own_page, place_of
from articles.old_addresses import normal_path
from articles.selectors import TEXTS_OF_ITS_ESSAY


class OldPathForm(forms.ModelForm[OldPath]):
    """One old address and the place that it leads to."""

    class Meta:
        model = OldPath
        fields = ("path", "essay", "topic", "page")
        help_texts = {
            "path": _("The whole address on the old site, or what stands after its name: /post/a-title"),
        }

    def clean_path(self) -> str:
        """Return the address in its one form; one that this site has a page for cannot lead on."""
        path = normal_path(str(self.cleaned_data["path"]))
        if not path:
            raise forms.ValidationError(_("This is no address of a page. It looks like /post/a-title."), code="path")
        if not path.startswith("/?") and is_own_page(path):
            raise forms.ValidationError(_("This site has a page of its own there."), code="own")
        return path

    def clean(self) -> dict[str, Any]:
        """Want one place, and no more."""
        cleaned = super().clean() or {}
        places = [name for name in ("essay", "topic", "page") if cleaned.get(name)]
        if len(places) != 1:
            raise forms.ValidationError(_("Choose one place: an essay, or a topic, or a page."), code="places")
        return cleaned


class OldPathAdmin(admin.ModelAdmin[OldPath]):
    """What leads on from the old site. A row is added or taken away; to change one, do both."""

    form = OldPathForm
    list_display = ("path", "leads_to")
    list_select_related = ("essay", "topic", "gone")
    search_fields = ("path", "essay__title")
    autocomplete_fields = ("essay",)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave the long texts where they are."""
        return super().get_queryset(request).defer(*TEXTS_OF_ITS_ESSAY)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes one."""
        return False

    @admin.display(description=_("leads to"))
    def leads_to(self, row: OldPath) -> str:
        """Return the place that it leads to."""
        return place_of(row)
