"""Filters of the desk's lists, in words of the therapist's own."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.utils.html import escape
from django.utils.translation import gettext as _


def parts_of(choice: Any) -> tuple[str, str]:
    """Return what a choice is called, and the count behind it where one is shown."""
    said, bracket, count = str(choice["display"]).partition(" (")
    return said, bracket + count


class DoneFilter(admin.EmptyFieldListFilter):
    """Whether something was done, by the day that says so: the admin calls that “empty” and “not empty”."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Yield the choices, with a count where the admin would show one."""
        for choice, words in zip(super().choices(changelist), (_("All"), _("Not yet"), _("Done")), strict=True):
            yield {**choice, "display": words + parts_of(choice)[1]}


class OrNoneFilter(admin.RelatedFieldListFilter):
    """What a row belongs to, or nothing: the admin calls that a hyphen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.empty_value_display = escape(_("none"))


class LanguageFilter(admin.AllValuesFieldListFilter):
    """The languages that occur, by their names instead of their codes."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Yield the choices, with a count where the admin would show one."""
        names = dict(settings.LANGUAGES)
        for choice in super().choices(changelist):
            code, count = parts_of(choice)
            yield {**choice, "display": names.get(code, code) + count}
