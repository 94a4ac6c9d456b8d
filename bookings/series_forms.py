"""What is filled in for several dates: how many and how often, and the words that go with the request."""

from typing import Any

from crispy_forms.layout import HTML, Layout
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from bookings.forms import RequestForm, to_read
from bookings.models import StandingTime
from bookings.services.series import FEWEST_DATES, MOST_DATES

USUAL_DATES = 6


class RhythmForm(forms.Form):
    """How often, and how many dates."""

    every = forms.TypedChoiceField(label=_("How often"), choices=StandingTime.Rhythm.choices, coerce=int)
    number = forms.TypedChoiceField(
        label=_("How many dates"),
        choices=[(number, str(number)) for number in range(FEWEST_DATES, MOST_DATES + 1)],
        coerce=int,
    )

    @classmethod
    def read(cls, query: QueryDict) -> tuple[int, int]:
        """Return the weeks between two dates and the number of dates; what says neither gets the usual."""
        form = cls({"every": query.get("every", "1"), "number": query.get("number", str(USUAL_DATES))})
        if not form.is_valid():
            return StandingTime.Rhythm.WEEKLY, USUAL_DATES
        return form.cleaned_data["every"], form.cleaned_data["number"]


class SeriesForm(RequestForm):
    """A note and the two ticks: who a client is and how to reach her is known."""

    field_order = ["request_key", "opened", "note", "limits", "consent"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, is_known=True, **kwargs)
        for name in {"name", "email", "is_adult"} - self.on_file:
            del self.fields[name]
        trap = HTML('{% include "includes/trap.html" %}')
        self.helper.layout = Layout("request_key", "opened", trap, "note", to_read(), *self.ticks)
