"""Forms of the admin that say in words what the database would refuse with the name of a constraint."""

from datetime import time
from typing import Any

from django import forms
from django.forms.utils import to_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.models import Mode

SHORTEST, LONGEST = 10, 720  # minutes


class DayInput(forms.DateInput):
    """A day, chosen with the device's own picker."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class HourInput(forms.TimeInput):
    """An hour, chosen with the device's own picker."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class DayAndHourInput(forms.MultiWidget):
    """A day and an hour beside it, for a field that takes both apart."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            [DayInput({"aria-label": gettext_lazy("Day")}), HourInput({"aria-label": gettext_lazy("Hour")})], attrs
        )

    def decompress(self, value: Any) -> list[Any]:
        """Return the two halves of an instant, as the practice's clock shows it."""
        if value is None:
            return [None, None]
        local = to_current_timezone(value)
        return [local.date(), local.time()]


class HoursForm(forms.ModelForm[Any]):
    """Hours that end after they start; 00:00 as the end is midnight. Serves weekly hours and those of one date."""

    def clean(self) -> dict[str, Any]:
        """Refuse half an entry, an end before its start, and days in the wrong order."""
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if (starts is None) != (ends is None) and not self.errors:
            self.add_error("ends", _("Fill in both hours, or neither for a closed day."))
        elif starts is not None and ends is not None and starts >= ends != time():
            self.add_error("ends", _("The end has to be later than the start."))
        first, last = cleaned.get("valid_from"), cleaned.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("The last day has to be the first one or later."))
        return cleaned


class TimeOffForm(forms.ModelForm[Any]):
    """Time off that ends after it starts."""

    def clean(self) -> dict[str, Any]:
        """Refuse an end before its start."""
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts and ends and starts >= ends:
            self.add_error("ends_at", _("The end has to be later than the start."))
        return cleaned


class SessionTypeForm(forms.ModelForm[Any]):
    """A session type that can be held in some way, for a time that a session can last."""

    def clean(self) -> dict[str, Any]:
        """Refuse a type without any way to meet, and lengths that cannot be stored."""
        cleaned = super().clean() or {}
        if not any(cleaned.get(mode.value) for mode in Mode):
            self.add_error("phone", _("Choose at least one way to meet."))
        length = cleaned.get("length_minutes")
        if length is not None and not SHORTEST <= length <= LONGEST:
            self.add_error("length_minutes", _("A session lasts from 10 minutes to 12 hours."))
        return cleaned
