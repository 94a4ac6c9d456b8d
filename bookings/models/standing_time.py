"""A time that is a client's every week or every second week, until it ends; and what became of each of its dates."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.models.booking import Booking
from bookings.models.rules import Mode, SessionType
from practice.times import say_clock


class StandingTime(models.Model):
    """An hour of the practice's week that belongs to one client. Its sessions are plain bookings of this `uuid`."""

    class Rhythm(models.IntegerChoices):
        """How many weeks lie between two dates."""

        WEEKLY = 1, _("every week")
        FORTNIGHTLY = 2, _("every second week")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    practitioner = models.ForeignKey("accounts.Practitioner", on_delete=models.PROTECT, related_name="standing_times")
    client = models.ForeignKey("accounts.Client", on_delete=models.PROTECT, related_name="standing_times")
    session_type = models.ForeignKey(SessionType, on_delete=models.PROTECT, related_name="standing_times")
    mode = models.CharField(_("how"), max_length=10, choices=Mode)
    every_weeks = models.PositiveSmallIntegerField(_("how often"), choices=Rhythm, default=Rhythm.WEEKLY)
    first_date = models.DateField(_("first date"))
    starts = models.TimeField(_("starts"), help_text=_("By the practice's own clock."))
    is_over_hours = models.BooleanField(_("also outside the working hours"), default=False)
    ended_on = models.DateField(_("ended from"), null=True, blank=True)
    filled_to = models.DateField(_("decided up to"), help_text=_("Each date up to this one, itself included."))
    created_at = models.DateTimeField(_("agreed on"))

    class Meta:
        verbose_name = _("standing time")
        verbose_name_plural = _("standing times")
        ordering = ["first_date", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(every_weeks__in=[1, 2]), name="weekly_or_fortnightly"),
        ]

    def __str__(self) -> str:
        return f"{self.get_every_weeks_display()}, {say_clock(self.starts)}"


class StandingDate(models.Model):
    """One date of a standing time: the session that was made for it, or why there is none. Decided once."""

    standing_time = models.ForeignKey(StandingTime, on_delete=models.CASCADE, related_name="dates")
    date = models.DateField(_("date"))
    booking = models.OneToOneField(
        Booking, on_delete=models.PROTECT, null=True, blank=True, related_name="standing_date"
    )
    reason_code = models.CharField(_("why not"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("date of a standing time")
        verbose_name_plural = _("dates of standing times")
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(fields=["standing_time", "date"], name="one_row_a_standing_date"),
            models.CheckConstraint(
                condition=Q(booking__isnull=False, reason_code="") | (Q(booking=None) & ~Q(reason_code="")),
                name="standing_date_kept_or_explained",
            ),
        ]

    def __str__(self) -> str:
        return str(self.date)
