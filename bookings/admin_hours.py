"""What decides when a time is offered, in the admin: session types, weekly hours, single dates, time off."""

from datetime import time
from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings import selectors
from bookings.admin_forms import (
    SESSION_TYPE_HELP,
    DateOverrideForm,
    DayAndHourInput,
    DayInput,
    DayMaybeHourField,
    HourInput,
    HoursForm,
    SessionTypeForm,
    TimeOffForm,
    is_in_use,
)
from bookings.desk_hours import naming_sessions_left_outside
from bookings.desk_time_off import name_sessions_inside, name_sessions_outside, warn_of_overlaps
from bookings.models import DateOverride, SessionType, TimeOff, WorkingHours
from bookings.time_off_words import say_time_off
from practice.dated_lists import DatedListAdmin
from practice.samples import SampleAdmin
from practice.times import say_clock

HOURS_LIST = "admin/bookings/hours_list.html"


def say_hours_of(starts: time, ends: time) -> str:
    """Return hours as the lists say them, such as 10:00 am to 6:00 pm."""
    return _("%(from)s to %(to)s") % {"from": say_clock(starts), "to": say_clock(ends)}


class OwnRowAdmin(admin.ModelAdmin[Any]):
    """For rows of a practitioner: a new one is hers already; days and hours are set with the device's own picker."""

    formfield_overrides = {
        models.DateField: {"widget": DayInput},
        models.TimeField: {"widget": HourInput},
        models.DateTimeField: {"widget": DayAndHourInput},
    }

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Return the field, without the links that edit or add a practitioner in passing."""
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        if formfield is not None and isinstance(formfield.widget, RelatedFieldWidgetWrapper):
            formfield.widget = formfield.widget.widget
        return formfield

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Return what the form of a new row starts with."""
        practitioner = selectors.first_practitioner()
        own = {"practitioner": practitioner.pk} if practitioner else {}
        return {**own, **super().get_changeform_initial_data(request)}


class HoursAdmin(admin.ModelAdmin[Any]):
    """Hours: where they are taken away, the agreed sessions that they leave outside are named."""

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete one row, and name what it leaves outside."""
        with naming_sessions_left_outside(request):
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        """Delete the chosen rows, and name what they leave outside."""
        with naming_sessions_left_outside(request):
            super().delete_queryset(request, queryset)


class SessionTypeAdmin(SampleAdmin, OwnRowAdmin):
    """What can be asked for."""

    form = SessionTypeForm
    list_display = ["name", "length_minutes", "fee_rupees", "audience", "is_offered", "is_checked"]
    prepopulated_fields = {"slug": ["name"]}
    actions = ["mark_as_own"]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Return the form, which says what a change does and to what it does not reach back."""
        return super().get_form(request, obj, change, **{"help_texts": SESSION_TYPE_HELP, **kwargs})

    def has_delete_permission(self, request: HttpRequest, obj: SessionType | None = None) -> bool:
        """A type that was ever asked for stays, and is only offered no longer; nothing is deleted in bulk."""
        return obj is not None and not is_in_use(obj)


class WorkingHoursAdmin(SampleAdmin, HoursAdmin, OwnRowAdmin):
    """When the practice is open."""

    form = HoursForm
    change_list_template = HOURS_LIST
    list_display = ["weekday", "hours", "in_person", "video", "phone", "valid_from", "valid_to", "is_checked"]
    list_filter = ["weekday"]
    actions = ["mark_as_own"]

    @admin.display(description=gettext_lazy("hours"), ordering="starts")
    def hours(self, row: WorkingHours) -> str:
        """From when until when."""
        return say_hours_of(row.starts, row.ends)

    def save_model(self, request: HttpRequest, obj: WorkingHours, form: Any, change: bool) -> None:
        """Save, and name what it leaves outside, and the hours that it overlaps: both count, in the ways of either."""
        with naming_sessions_left_outside(request):
            super().save_model(request, obj, form, change)
        warn_of_overlaps(request, obj)


class DateOverrideAdmin(DatedListAdmin[Any], HoursAdmin, OwnRowAdmin):
    """The hours of one date."""

    form = DateOverrideForm
    change_list_template = HOURS_LIST
    list_display = ["date", "hours"]
    date_hierarchy = "date"

    @admin.display(description=gettext_lazy("hours"), ordering="starts")
    def hours(self, row: DateOverride) -> str:
        """From when until when, or that the date is closed."""
        if row.starts is None or row.ends is None:
            return _("closed")
        return say_hours_of(row.starts, row.ends)

    def save_model(self, request: HttpRequest, obj: DateOverride, form: Any, change: bool) -> None:
        """Save, and name the agreed sessions that lie outside the hours of that date: none is touched."""
        super().save_model(request, obj, form, change)
        name_sessions_outside(request, obj)


class TimeOffAdmin(OwnRowAdmin):
    """Leave, holidays, an hour at the dentist."""

    form = TimeOffForm
    change_list_template = HOURS_LIST
    list_display = ["when", "label"]
    list_select_related = ["practitioner"]
    formfield_overrides = {
        **OwnRowAdmin.formfield_overrides,
        models.DateTimeField: {"form_class": DayMaybeHourField, "widget": DayAndHourInput},
    }

    @admin.display(description=gettext_lazy("when"), ordering="starts_at")
    def when(self, row: TimeOff) -> str:
        """The days, or the hours."""
        return say_time_off(row)

    def save_model(self, request: HttpRequest, obj: TimeOff, form: Any, change: bool) -> None:
        """Save, and name the confirmed sessions that lie inside: none is touched."""
        super().save_model(request, obj, form, change)
        name_sessions_inside(request, obj)
