"""Calendars of one's own, and when they are busy."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from practice.crypto import EncryptedTextField
from practice.times import say_here

LONGEST_PIECE = timedelta(days=1)


class OutsideCalendar(models.Model):
    """A calendar that is kept elsewhere: read again and again from an address, or once from a file.

    The address of a private calendar opens it to everyone who has it: it is a secret.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    practitioner = models.ForeignKey(
        "accounts.Practitioner", on_delete=models.CASCADE, related_name="outside_calendars"
    )
    name = models.CharField(_("name, for yourself"), max_length=60)
    address = EncryptedTextField(_("address"), blank=True, default="")
    is_on = models.BooleanField(_("counts"), default=True)
    is_draft = models.BooleanField(default=False, help_text=_("A file that was read and is not kept yet."))
    stands_in_for = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="drafts")
    created_at = models.DateTimeField(_("added on"))
    next_try_at = models.DateTimeField(_("read next"), null=True, blank=True)
    last_tried_at = models.DateTimeField(_("last tried"), null=True, blank=True)
    last_read_at = models.DateTimeField(_("last read"), null=True, blank=True)
    covers_until = models.DateTimeField(_("read as far as"), null=True, blank=True)
    problem = models.CharField(_("problem"), max_length=20, blank=True)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0)
    entries = models.PositiveIntegerField(_("entries read"), default=0)
    unreadable = models.PositiveIntegerField(_("entries not read"), default=0)
    seen_at = models.DateTimeField(
        _("seen on"), null=True, blank=True, help_text=_("When it was noted that a file cannot be read wholly.")
    )
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=200, blank=True)
    expanded_at = models.DateTimeField(null=True, blank=True, help_text=_("When the content itself was last read."))

    class Meta:
        verbose_name = _("calendar of your own")
        verbose_name_plural = _("calendars of your own")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(is_draft=False) | Q(is_on=False), name="draft_calendar_is_off"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_file(self) -> bool:
        """Tell whether it came as a file: there is nothing to read again."""
        return not self.address


class OutsideBusyQuerySet(models.QuerySet["OutsideBusy"]):
    """Named filters."""

    def counting_for(self, practitioner_id: int) -> "OutsideBusyQuerySet":
        """Those of a practitioner's calendars that are switched on."""
        return self.filter(calendar__practitioner=practitioner_id, calendar__is_on=True)

    def overlapping(self, start: datetime, end: datetime) -> "OutsideBusyQuerySet":
        """Those that share time with `[start, end)`, found through the index: no piece is longer than a day."""
        return self.filter(starts_at__gt=start - LONGEST_PIECE, starts_at__lt=end, ends_at__gt=start)


class OutsideBusy(models.Model):
    """A piece of time in which an outside calendar is busy, half-open; at most a day long.

    That it is busy is all that is needed to keep the time. What it is, where and with whom is never stored: a
    therapist's own calendar tells of people who never agreed to be in here.
    """

    calendar = models.ForeignKey(OutsideCalendar, on_delete=models.CASCADE, related_name="busy", db_index=False)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    is_left_over = models.BooleanField(
        default=False, help_text=_("Not in what was read last, and kept because an entry of that could not be read.")
    )

    objects = OutsideBusyQuerySet.as_manager()

    class Meta:
        verbose_name = _("busy elsewhere")
        verbose_name_plural = _("busy elsewhere")
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="outside_busy_starts_before_end"),
            # Also the index by which busy times are found.
            models.UniqueConstraint(fields=["calendar", "starts_at", "ends_at"], name="outside_busy_times"),
        ]

    def __str__(self) -> str:
        return say_here(self.starts_at)
