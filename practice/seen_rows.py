"""A page of the desk that was open in another tab overwrites nothing that was changed meanwhile.

The page of a row says, in a hidden field, how the row stood when it was opened. What is sent from an older page is
shown once more, with what stands there now; pressed again it counts.
"""

from collections.abc import Hashable
from functools import cache
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.text import Truncator
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    Form = forms.ModelForm[Any]
    Base = admin.ModelAdmin[Any]
else:
    Form = Base = object

NAME = "seen_row"
SEEN = "seen"  # the kind of the error, by which a page of its own may be shown instead
MOST_SHOWN = 200  # letters of what stands there now


class SeenRow(Form):
    """The form of one row, which knows how the row stood when its page was opened."""

    def stored(self) -> dict[str, Any]:
        """Return what the row says now in the fields that this form changes."""
        return {name: self.initial[name] for name in self.fields if name in self.initial}

    @property
    def seen_row(self) -> str:
        """What the page keeps of it: a scramble, from which nothing can be read."""
        stored = repr(sorted(self.stored().items()))
        return salted_hmac("practice.seen_rows", stored, algorithm="sha256").hexdigest()

    def clean(self) -> dict[str, Any] | None:
        """Refuse once what was written over an older state of the row, unless it says what stands there already."""
        cleaned = super().clean()
        said = self.data.get(NAME)
        if self.instance.pk is not None and said and said != self.seen_row and self.changed_data:
            words = _(
                "This was changed elsewhere since you opened the page, so nothing is saved yet. What you typed is "
                "below. Save once more to put it in the place of what stands there now:"
            )
            raise forms.ValidationError(
                [forms.ValidationError(each, code=SEEN) for each in (words, *self.differences())]
            )
        return cleaned

    def differences(self) -> list[str]:
        """Return what stands in each field that would be overwritten."""
        stored = self.stored()
        return [
            _("%(label)s: “%(stored)s”") % {"label": self.fields[name].label, "stored": said(field, stored[name])}
            for name, field in self.fields.items()
            if name in self.changed_data and name in stored
        ]


def said(field: forms.Field, value: Any) -> str:
    """Return a stored value as a line shows it: of a choice its words."""
    words = dict(getattr(field, "choices", ())).get(value, value) if isinstance(value, Hashable) else value
    return Truncator("" if words is None else str(words)).chars(MOST_SHOWN)


class SeenRows(Base):
    """The admin of rows that are changed on a page of their own."""

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Return the form, which minds how the row stood when the page was opened."""
        form = super().get_form(request, obj, change, **kwargs)
        if not change:
            return form
        seeing: Any = type(form.__name__, (SeenRow, form), {})
        seeing.base_fields = form.base_fields  # as the admin made them, or changed them afterwards
        return seeing


@cache
def with_seen_rows(kind: Any) -> Any:
    """Return a kind of admin page that overwrites nothing unseen."""
    return type(kind.__name__, (SeenRows, kind), {})
