"""What is chosen of a standing time: how often it is, and from which date it ends."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.models import StandingTime
from bookings.standing_list import EndChoice


class EndForm(forms.Form):
    """The first date that is given up; all later ones are too."""

    first_day = forms.ChoiceField(
        label=_("Give up everything from"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose from which date it ends"),
            "invalid_choice": _("The dates have changed meanwhile. Choose again."),
        },
    )

    def __init__(self, data: Any, *, listed: Sequence[EndChoice]) -> None:
        super().__init__(data)
        field = cast("forms.ChoiceField", self.fields["first_day"])
        field.choices = [(choice.value, choice.words) for choice in listed]

    @property
    def day(self) -> date:
        """The date chosen, by the practice's calendar."""
        return date.fromisoformat(self.cleaned_data["first_day"])


class StartForm(forms.Form):
    """How often an hour is to be a client's own."""

    every_weeks = forms.TypedChoiceField(label=_("How often"), choices=StandingTime.Rhythm.choices, coerce=int)
    is_over_hours = forms.BooleanField(label=_("Also where it lies outside my working hours"), required=False)
