"""Forms of the admin that say in words what the database would refuse with the name of a constraint."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.forms.utils import from_current_timezone, to_current_timezone
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.models import (
    Booking,
    DateOverride,
    Mode,
    SessionType,
    StandingTime,
    WaitingDraft,
    WaitingEntry,
)
from bookings.time_off_words import whole_days

DAY = timedelta(days=1)
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
        if starts is not None and not any(cleaned.get(mode.value) for mode in Mode):
            self.add_error("phone", _("Choose at least one way to meet: without any, no time is offered."))
        return cleaned


class DateOverrideForm(HoursForm):
    """The hours of a date that is still to come; a date is closed once."""

    def clean(self) -> dict[str, Any]:
        """Refuse a date that is over, and to close one that is closed."""
        cleaned = super().clean()
        day, practitioner = cleaned.get("date"), cleaned.get("practitioner")
        if day is None or practitioner is None:
            return cleaned
        if "date" in self.changed_data and day < timezone.now().astimezone(practitioner.zone).date():
            self.add_error("date", _("This date is over."))
        others = DateOverride.objects.filter(practitioner=practitioner, date=day).exclude(pk=self.instance.pk)
        if cleaned.get("starts") is None and not self.errors and others.filter(starts=None).exists():
            self.add_error("date", _("This date is closed already."))
        return cleaned


class DayMaybeHourField(forms.SplitDateTimeField):
    """A day with an hour beside it that may be left out; the instant is then the midnight at which the day begins."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "require_all_fields": False})
        self.fields[1].required = False

    def compress(self, data_list: Any) -> Any:
        """Return the instant."""
        day, hour = (*data_list, None, None)[:2]
        return super().compress((day, hour or time())) if day else None


class TimeOffForm(forms.ModelForm[Any]):
    """Time off that ends after it starts: from hour to hour, or whole days with the last one included."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "starts_at" in self.fields:  # not where the row can only be read
            self.fields["starts_at"].help_text = _("Leave both hours empty for whole days, the last one included.")
        if self.instance.pk and (days := whole_days(self.instance)):
            self.initial.update(starts_at=[days[0], None], ends_at=[days[1], None])

    def clean(self) -> dict[str, Any]:
        """Take whole days to the end of the last; refuse one hour without the other, and an end before its start."""
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if not starts or not ends:
            return cleaned
        has_hour = [bool(self.data.get(self.add_prefix(f"{name}_1"))) for name in ("starts_at", "ends_at")]
        if has_hour[0] != has_hour[1]:
            words = _("An hour is missing here. Give both hours, or neither for whole days.")
            self.add_error("ends_at" if has_hour[0] else "starts_at", words)
            return cleaned
        if not any(has_hour):
            ends = cleaned["ends_at"] = from_current_timezone(
                datetime.combine(to_current_timezone(ends).date() + DAY, time())
            )
        if starts >= ends:
            self.add_error("ends_at", _("The end has to be later than the start."))
        return cleaned


SESSION_TYPE_HELP = {
    "length_minutes": gettext_lazy("Holds for what is asked from now on; agreed sessions keep theirs."),
    "fee_rupees": gettext_lazy(
        "Holds for what is asked from now on. Requests, agreed sessions and standing times keep the fee that was shown."
    ),
    "confirms_at_once": gettext_lazy(
        "What a client in care asks for is agreed without waiting for you, and you are told. Who has many sessions "
        "ahead already still asks."
    ),
    "is_offered": gettext_lazy("Off: nobody can ask for it any more. What is agreed stays."),
}


def is_in_use(session_type: SessionType) -> bool:
    """Tell whether a type was ever asked for, or is waited for, so that it cannot be deleted."""
    users = (Booking, StandingTime, WaitingEntry, WaitingDraft)
    return any(model.objects.filter(session_type=session_type).exists() for model in users)


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
