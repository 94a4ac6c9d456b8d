"""What is typed about essays."""

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.searching import HITS_A_PAGE, MOST_HITS
from practice.fields import LineField

AS_TYPED = "typed"
PAGES = frozenset(str(number + 1) for number in range(MOST_HITS // HITS_A_PAGE))


class SearchForm(forms.Form):
    """Words to look for."""

    q = LineField(
        max_length=200,
        required=False,
        error_messages={"max_length": _("Search for fewer words: 200 letters are the most.")},
    )

    def asked_page(self) -> int:
        """Return which page of what is found is asked for: the first where none or no such page is named."""
        asked = str(self.data.get("page", "1"))
        return int(asked) if asked in PAGES else 1

    def is_literal(self) -> bool:
        """Tell whether the words are to be taken as they are typed."""
        return self.data.get("as") == AS_TYPED

    def shown_query(self) -> str:
        """Return what was typed, cut and without what cannot be shown, to be typed on."""
        typed = str(self.data.get("q", ""))[:200]
        return "".join(letter for letter in typed if letter.isprintable())
