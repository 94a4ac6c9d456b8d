"""Every booking, with its history."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import ReachColumns
from bookings.constraints import NoOverlap
from bookings.models.rules import Mode, SessionType
from bookings.scheduling import lifecycle
from practice.crypto import EncryptedTextField
from practice.times import say_here


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
        PROPOSED = lifecycle.Status.PROPOSED.value, _("a time is offered")
        CONFIRMED = lifecycle.Status.CONFIRMED.value, _("confirmed")
        COMPLETED = lifecycle.Status.COMPLETED.value, _("took place")
        NO_SHOW = lifecycle.Status.NO_SHOW.value, _("client did not come")
        LAPSED = lifecycle.Status.LAPSED.value, _("never proved")
        DECLINED = lifecycle.Status.DECLINED.value, _("declined")
        EXPIRED = lifecycle.Status.EXPIRED.value, _("not answered in time")
        WITHDRAWN = lifecycle.Status.WITHDRAWN.value, _("withdrawn")
        CANCELLED = lifecycle.Status.CANCELLED.value, _("cancelled")
        MOVED = lifecycle.Status.MOVED.value, _("moved to another time")

    class GuardianWord(models.TextChoices):
        """What somebody under 18 said when asking: nobody is written to because of it."""

        MAY_BE_ASKED = "ask", _("a parent or guardian knows and may be asked")
        ASKS_THEMSELVES = "self", _("a parent or guardian is asking")
        NOT_YET = "later", _("no parent or guardian is to be asked yet")

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
    is_minor = models.BooleanField(_("for somebody under 18"), default=False, editable=False)
    guardian_word = models.CharField(
        _("said of a parent or guardian"), max_length=10, choices=GuardianWord, blank=True, editable=False
    )
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
            models.Index(fields=["series"], name="bookings_of_a_series"),
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

    @property
    def waiting_series(self) -> UUID | None:
        """The series that this row waits with for one answer; None for a request of its own, such as a move."""
        waits = self.status == Booking.Status.REQUESTED and self.replaces_id is None
        return self.series if waits else None


class BookingEvent(models.Model):
    """One step in the life of a booking. Rows are added, never changed: a trigger refuses it on both engines."""

    class By(models.TextChoices):
        """Who acted."""

        CLIENT = "client", _("client")
        PRACTICE = "practice", _("practice")
        CLOCK = "clock", _("the clock")
        GUARDIAN = "guardian", _("parent or guardian")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(_("when"))
    by = models.CharField(_("who"), max_length=10, choices=By)
    by_user = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    act = models.CharField(_("what"), max_length=20)
    from_status = models.CharField(_("from"), max_length=10, choices=Booking.Status, blank=True)
    to_status = models.CharField(_("to"), max_length=10, choices=Booking.Status)
    starts_at = models.DateTimeField(
        _("start"), null=True, blank=True, help_text=_("When the session was to start once this had happened.")
    )
    reason_code = models.CharField(_("reason"), max_length=40, blank=True)
    note = EncryptedTextField(_("note"), owner="booking.session_id", blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("history")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.act} {say_here(self.at)}"
