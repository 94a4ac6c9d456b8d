"""Sessions: what can be asked for, when the practice is open, and every booking with its history."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import ReachColumns
from bookings.constraints import NoOverlap
from bookings.scheduling import lifecycle
from bookings.slugs import refuse_reserved as refuse_reserved  # the first migration names it here
from practice.crypto import EncryptedTextField
from practice.fields import require_this_century
from practice.times import say_here


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
        return f"{self.get_weekday_display()} {self.starts:%H:%M} {self.ends:%H:%M}"


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
        return f"{self.date} {self.starts or ''} {self.ends or ''}".strip()


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
        return say_here(self.starts_at)


class BookingQuerySet(models.QuerySet["Booking"]):
    """Named filters."""

    def taking_time(self, now: datetime) -> "BookingQuerySet":
        """Those that keep their time from others at `now`: a hold past its deadline no longer does."""
        return self.filter(blocks=True).filter(Q(hold_until=None) | Q(hold_until__gt=now))

    def overlapping(self, start: datetime, end: datetime) -> "BookingQuerySet":
        """Those that share time with `[start, end)`, found through the index: no session lasts longer than 12 hours."""
        return self.filter(starts_at__gt=start - LONGEST, starts_at__lt=end, ends_at__gt=start)

    def waiting(self, now: datetime) -> "BookingQuerySet":
        """Requests that the therapist can still answer, the soonest deadline first."""
        return self.filter(status=Booking.Status.REQUESTED, hold_until__gt=now).order_by("hold_until", "pk")


LONGEST = timedelta(hours=12)


class Booking(ReachColumns):
    """One session asked for or agreed, through its whole life. A move is a second row of the same `session_id`."""

    class Status(models.TextChoices):
        """Where the booking is in its life; `bookings.scheduling.lifecycle` says what may follow what."""

        DRAFT = lifecycle.Status.DRAFT.value, _("address not proved")
        REQUESTED = lifecycle.Status.REQUESTED.value, _("waiting for an answer")
        PROPOSED = lifecycle.Status.PROPOSED.value, _("another time proposed")
        CONFIRMED = lifecycle.Status.CONFIRMED.value, _("confirmed")
        COMPLETED = lifecycle.Status.COMPLETED.value, _("took place")
        NO_SHOW = lifecycle.Status.NO_SHOW.value, _("client did not come")
        LAPSED = lifecycle.Status.LAPSED.value, _("never proved")
        DECLINED = lifecycle.Status.DECLINED.value, _("declined")
        EXPIRED = lifecycle.Status.EXPIRED.value, _("not answered in time")
        WITHDRAWN = lifecycle.Status.WITHDRAWN.value, _("withdrawn")
        CANCELLED = lifecycle.Status.CANCELLED.value, _("cancelled")
        MOVED = lifecycle.Status.MOVED.value, _("moved to another time")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    session_id = models.UUIDField(default=uuid4, editable=False, db_index=True)
    practitioner = models.ForeignKey(
        "accounts.Practitioner", on_delete=models.PROTECT, related_name="bookings", db_index=False
    )
    client = models.ForeignKey(
        "accounts.Client", on_delete=models.PROTECT, null=True, blank=True, related_name="bookings"
    )
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    series = models.UUIDField(
        null=True, blank=True, editable=False, help_text=_("Shared by bookings asked for together.")
    )
    session_type = models.ForeignKey(SessionType, on_delete=models.PROTECT, related_name="bookings")
    length_minutes = models.PositiveSmallIntegerField(_("length, in minutes"))
    buffer_before_minutes = models.PositiveSmallIntegerField(_("free time before, in minutes"))
    buffer_after_minutes = models.PositiveSmallIntegerField(_("free time after, in minutes"))
    fee_rupees = models.PositiveIntegerField(_("fee, in rupees"), null=True, blank=True)
    cancellation_hours = models.PositiveSmallIntegerField(_("free cancellation until, in hours before"))
    cancellation_policy = models.ForeignKey(
        "practice.PolicyText", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    notice_text = models.ForeignKey(
        "practice.PolicyText", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confidentiality_text = models.ForeignKey(
        "practice.PolicyText", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    mode = models.CharField(_("how"), max_length=10, choices=Mode)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    blocks = models.BooleanField(_("keeps its time"), default=True)
    hold_until = models.DateTimeField(_("held until"), null=True, blank=True)
    hold_left = models.DurationField(null=True, editable=False, help_text=_("Left of the hold when a pause began."))
    is_late_cancellation = models.BooleanField(_("cancelled late"), default=False)

    name = models.CharField(_("name to use"), max_length=120)
    email = models.EmailField(_("email address"), max_length=254, blank=True)
    client_zone = models.CharField(_("client's time zone"), max_length=64, blank=True)
    note = EncryptedTextField(_("note from the client"), owner="session_id", blank=True)
    safe_hours = EncryptedTextField(_("safe hours"), owner="session_id", blank=True, default="")
    video_link = EncryptedTextField(_("video link"), owner="session_id", blank=True)

    request_key = models.UUIDField(unique=True)
    request_digest = models.CharField(max_length=64, blank=True, editable=False)
    browser_key = models.CharField(
        max_length=64, blank=True, editable=False, help_text=_("Keyed hash of the browser's session.")
    )
    code_hash = models.CharField(max_length=64, blank=True, editable=False)
    code_sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    code_tries = models.PositiveSmallIntegerField(default=0, editable=False)
    manage_token_hash = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, help_text=_("Of the calendar file; rises with every change."))
    created_at = models.DateTimeField(_("asked on"))

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["-starts_at"]
        indexes = [
            # Whole, not only WHERE blocks: SQLite takes a partial index for none of the ways in which Django asks.
            models.Index(fields=["practitioner", "starts_at", "ends_at"], name="busy_times"),
            models.Index(fields=["status", "hold_until"], name="bookings_by_deadline"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="booking_starts_before_end"),
            models.CheckConstraint(
                condition=Q(status__in=["confirmed", "completed", "no_show"], blocks=True, hold_until=None)
                | Q(status__in=["requested", "proposed"], blocks=True, hold_until__isnull=False)
                | Q(status="draft", hold_until__isnull=False)
                | Q(
                    status__in=["lapsed", "declined", "expired", "withdrawn", "cancelled", "moved"],
                    blocks=False,
                ),
                name="status_decides_who_blocks",
            ),
            models.UniqueConstraint(
                fields=["session_id"],
                condition=Q(status__in=["confirmed", "completed", "no_show"]),
                name="one_agreed_row_a_session",
            ),
            models.UniqueConstraint(
                fields=["session_id"],
                condition=Q(status__in=["draft", "requested", "proposed"]),
                name="one_open_row_a_session",
            ),
            NoOverlap(name="no_double_booking"),
        ]

    def __str__(self) -> str:
        return f"{say_here(self.starts_at)}, {self.get_status_display()}"

    @property
    def length(self) -> timedelta:
        """How long the session itself lasts."""
        return timedelta(minutes=self.length_minutes)


class BookingEvent(models.Model):
    """One step in the life of a booking. Rows are added, never changed: a trigger refuses it on both engines."""

    class By(models.TextChoices):
        """Who acted."""

        CLIENT = "client", _("client")
        PRACTICE = "practice", _("practice")
        CLOCK = "clock", _("the clock")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(_("when"))
    by = models.CharField(_("who"), max_length=10, choices=By)
    by_user = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    act = models.CharField(_("what"), max_length=20)
    from_status = models.CharField(_("from"), max_length=10, choices=Booking.Status, blank=True)
    to_status = models.CharField(_("to"), max_length=10, choices=Booking.Status)
    reason_code = models.CharField(_("reason"), max_length=40, blank=True)
    note = EncryptedTextField(_("note"), owner="booking.session_id", blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("history")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.act} {say_here(self.at)}"
