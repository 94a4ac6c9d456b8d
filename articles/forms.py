"""What is typed about essays."""

from django import forms
from django.utils.translation import gettext_lazy as _

from practice.fields import LineField


class SearchForm(forms.Form):
    """Words to look for."""

    q = LineField(
        max_length=200,
        required=False,
        error_messages={"max_length": _("Search for fewer words: 200 letters are the most.")},
    )

    def shown_query(self) -> str:
        """Return what was typed, cut and without what cannot be shown, to be typed on."""
        typed = str(self.data.get("q", ""))[:200]
        return "".join(letter for letter in typed if letter.isprintable())
