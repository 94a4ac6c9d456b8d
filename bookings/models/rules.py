"""What can be asked for, and when the practice is open."""

from datetime import timedelta

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import dateformat
from django.utils.translation import gettext_lazy as _

from bookings.slugs import refuse_reserved
from bookings.time_off_words import say_time_off
from practice.fields import require_this_century
from practice.times import say_clock


class Mode(models.TextChoices):
    """How people meet."""

    IN_PERSON = "in_person", _("In person")
    VIDEO = "video", _("Online video")
    PHONE = "phone", _("Phone")


LONGEST_BUFFER = 720  # minutes; how far busy time reaches is worked out from it


class SessionType(models.Model):
    """What can be asked for."""

    class Audience(models.TextChoices):
        """Who may ask for it."""

        ANYONE = "anyone", _("anyone")
        NEW_CLIENTS = "new_clients", _("new clients only")
        CLIENTS = "clients", _("clients only")

    practitioner = models.ForeignKey("accounts.Practitioner", on_delete=models.PROTECT, related_name="session_types")
    slug = models.SlugField(_("address of its page"), max_length=40, unique=True, validators=[refuse_reserved])
    name = models.CharField(_("name"), max_length=80)
    description = models.CharField(_("in one line"), max_length=200, blank=True)
    length_minutes = models.PositiveSmallIntegerField(_("length, in minutes"))
    in_person = models.BooleanField(_("in person"), default=True)
    video = models.BooleanField(_("online video"), default=True)
    phone = models.BooleanField(_("by phone"), default=False)
    buffer_before_minutes = models.PositiveSmallIntegerField(
        _("free time before, in minutes"), default=0, validators=[MaxValueValidator(LONGEST_BUFFER)]
    )
    buffer_after_minutes = models.PositiveSmallIntegerField(
        _("free time after, in minutes"), default=10, validators=[MaxValueValidator(LONGEST_BUFFER)]
    )
    step_minutes = models.PositiveSmallIntegerField(
        _("times offered every, in minutes"),
        null=True,
        blank=True,
        help_text=_("Empty: as the practitioner's rules say."),
    )
    audience = models.CharField(_("who may ask"), max_length=12, choices=Audience, default=Audience.ANYONE)
    confirms_at_once = models.BooleanField(_("confirmed at once for clients"), default=False)
    fee_rupees = models.PositiveIntegerField(_("fee, in rupees"), null=True, blank=True)
    is_offered = models.BooleanField(_("offered"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_sample = models.BooleanField(_("sample values, not yet checked"), default=False, editable=False)

    class Meta:
        verbose_name = _("session type")
        verbose_name_plural = _("session types")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(length_minutes__gte=10, length_minutes__lte=720), name="sensible_length"
            ),
            models.CheckConstraint(
                condition=Q(in_person=True) | Q(video=True) | Q(phone=True), name="at_least_one_mode"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def length(self) -> timedelta:
        """How long the session itself lasts."""
        return timedelta(minutes=self.length_minutes)

    @property
    def modes(self) -> list[Mode]:
        """The ways in which this session can be held, in the order in which they are shown."""
        return [mode for mode in Mode if getattr(self, mode.value)]


class WorkingHours(models.Model):
    """One interval of the week in which sessions may be held, as wall time in the practitioner's zone."""

    class Weekday(models.IntegerChoices):
        """Monday is 0."""

        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    practitioner = models.ForeignKey("accounts.Practitioner", on_delete=models.CASCADE, related_name="working_hours")
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday)
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("until"), help_text=_("00:00 means midnight at the end of the day."))
    in_person = models.BooleanField(_("in person"), default=True)
    video = models.BooleanField(_("online video"), default=True)
    phone = models.BooleanField(_("by phone"), default=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to, this day included"), null=True, blank=True)
    is_sample = models.BooleanField(_("sample values, not yet checked"), default=False, editable=False)

    class Meta:
        verbose_name = _("working hours")
        verbose_name_plural = _("working hours")
        ordering = ["weekday", "starts"]
        constraints = [
            models.CheckConstraint(condition=Q(starts__lt=F("ends")) | Q(ends="00:00"), name="hours_start_before_end"),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
                name="hours_valid_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {say_clock(self.starts)} {say_clock(self.ends)}"


class DateOverride(models.Model):
    """Replaces the working hours of one date. Several rows are its intervals; a row without times closes it."""

    practitioner = models.ForeignKey("accounts.Practitioner", on_delete=models.CASCADE, related_name="date_overrides")
    date = models.DateField(_("date"))
    starts = models.TimeField(_("from"), null=True, blank=True)
    ends = models.TimeField(_("until"), null=True, blank=True, help_text=_("Leave both empty for a closed day."))
    in_person = models.BooleanField(_("in person"), default=True)
    video = models.BooleanField(_("online video"), default=True)
    phone = models.BooleanField(_("by phone"), default=True)

    class Meta:
        verbose_name = _("hours of one date")
        verbose_name_plural = _("hours of one date")
        ordering = ["date", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts=None, ends=None) | Q(starts__lt=F("ends")) | Q(starts__isnull=False, ends="00:00"),
                name="override_both_or_neither",
            ),
        ]

    def __str__(self) -> str:
        return dateformat.format(self.date, "j M Y")


class TimeOff(models.Model):
    """A stretch taken out of the working hours, half-open: leave, a holiday, an hour at the dentist."""

    practitioner = models.ForeignKey("accounts.Practitioner", on_delete=models.CASCADE, related_name="time_off")
    starts_at = models.DateTimeField(_("from"), validators=[require_this_century])
    ends_at = models.DateTimeField(_("until"), validators=[require_this_century])
    label = models.CharField(_("for yourself"), max_length=80, blank=True, help_text=_("Never shown to anyone else."))
    holiday = models.DateField(_("public holiday"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("time off")
        verbose_name_plural = _("time off")
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="time_off_starts_before_end"),
            models.UniqueConstraint(fields=["practitioner", "holiday"], name="one_time_off_a_holiday"),
        ]

    def __str__(self) -> str:
        return say_time_off(self)
