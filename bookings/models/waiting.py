"""The waiting list: who waits for what, each time that was offered, and joins whose address is not proved yet."""

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.models.booking import Booking
from bookings.models.rules import Mode, SessionType
from bookings.scheduling.waiting import Part, Wanted
from practice.crypto import EncryptedTextField
from practice.times import say_here
from practice.zones import zone_names

ANSWER_BEFORE_DROPPED = timedelta(days=30)


class WishColumns(models.Model):
    """What is waited for. `cells` are names such as `0-morning`, by the clock of `zone_name`; none means any time."""

    session_type = models.ForeignKey(SessionType, on_delete=models.PROTECT, related_name="+")
    modes = models.JSONField(_("ways that suit"), default=list)
    cells = models.JSONField(_("days and hours that suit"), default=list, blank=True)
    zone_name = models.CharField(_("time zone"), max_length=64)
    notice_text = models.ForeignKey(
        "practice.PolicyText", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confidentiality_text = models.ForeignKey(
        "practice.PolicyText", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True


class WaitingQuerySet(models.QuerySet["WaitingEntry"]):
    """Named filters, and the one order."""

    def live(self) -> "WaitingQuerySet":
        """Those that still wait."""
        return self.filter(ended_at=None)

    def in_order(self) -> "WaitingQuerySet":
        """Return the entries in the published order: those put first by the practice, then by the time of joining."""
        return self.order_by("-is_urgent", "created_at", "pk")


class WaitingEntry(WishColumns):
    """One person's place on the list for one session type."""

    class End(models.TextChoices):
        """Why it ended."""

        BOOKED = "booked", _("an offered time was accepted")
        LEFT = "left", _("left the list")
        DROPPED = "dropped", _("did not say that they still wait")
        TAKEN_OFF = "taken_off", _("taken off by the practice")
        CARE_ENDED = "care_ended", _("care has ended")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    practitioner = models.ForeignKey("accounts.Practitioner", on_delete=models.PROTECT, related_name="waiting")
    client = models.ForeignKey("accounts.Client", on_delete=models.PROTECT, related_name="waiting")
    created_at = models.DateTimeField(_("waits since"))
    let_in_at = models.DateTimeField(_("may be offered times since"), null=True, blank=True)
    is_urgent = models.BooleanField(_("put first"), default=False)
    urgent_reason = EncryptedTextField(_("why"), owner="client_id", blank=True, default="")
    passed = models.PositiveSmallIntegerField(_("offers not answered, one after the other"), default=0)
    rests_since = models.DateTimeField(_("asked whether they still wait"), null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    end = models.CharField(_("how it ended"), max_length=12, choices=End, blank=True)

    objects = WaitingQuerySet.as_manager()

    class Meta:
        verbose_name = _("place on the waiting list")
        verbose_name_plural = _("waiting list")
        ordering = ["-is_urgent", "created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "session_type"], condition=Q(ended_at=None), name="one_live_place_a_session_type"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, end="") | Q(ended_at__isnull=False) & ~Q(end=""), name="an_end_has_its_how"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client}, {self.session_type}"

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the days and hours are meant; where it is not known any more, the practice's."""
        return ZoneInfo(self.zone_name) if self.zone_name in zone_names() else self.practitioner.zone

    @property
    def wanted(self) -> Wanted:
        """What is waited for, as the core wants it."""
        return Wanted(self.zone, frozenset(self.modes), frozenset(self.cells))

    @property
    def drops_at(self) -> datetime | None:
        """When the place is given up unless its owner says that she still waits; None while nothing was asked."""
        return self.rests_since + ANSWER_BEFORE_DROPPED if self.rests_since else None


class WaitingOffer(models.Model):
    """One time held for one person on the list; the booking is what holds it."""

    class Outcome(models.TextChoices):
        """What came of it."""

        OPEN = "open", _("waits for an answer")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("said no")
        PASSED = "passed", _("not answered in time")
        TAKEN_BACK = "taken_back", _("ended with the place on the list")

    entry = models.ForeignKey(WaitingEntry, on_delete=models.PROTECT, related_name="offers")
    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="waiting_offer")
    starts_at = models.DateTimeField(_("time"))
    made_at = models.DateTimeField(_("offered"))
    by_hand = models.BooleanField(_("offered by hand"), default=False)
    outcome = models.CharField(_("what came of it"), max_length=10, choices=Outcome, default=Outcome.OPEN)

    class Meta:
        verbose_name = _("offer from the waiting list")
        verbose_name_plural = _("offers from the waiting list")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "starts_at"], name="one_time_is_offered_once_a_place"),
            models.UniqueConstraint(fields=["entry"], condition=Q(outcome="open"), name="one_open_offer_a_place"),
        ]

    def __str__(self) -> str:
        return f"{say_here(self.starts_at)}, {self.get_outcome_display()}"


class WaitingDraft(WishColumns):
    """A join whose address is not proved yet: on no list, and gone after a day."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("name to use"), max_length=120)
    email = models.EmailField(_("email address"), max_length=254)
    request_key = models.UUIDField(unique=True)
    browser_key = models.CharField(max_length=64, db_index=True)
    code_hash = models.CharField(max_length=64, blank=True)
    code_sent_at = models.DateTimeField(null=True, blank=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    entry = models.ForeignKey(WaitingEntry, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("join without a proved address")
        verbose_name_plural = _("joins without a proved address")

    def __str__(self) -> str:
        return say_here(self.created_at)


PART_NAMES = {
    Part.EARLY: _("Early"),
    Part.MORNING: _("Morning"),
    Part.AFTERNOON: _("Afternoon"),
    Part.EVENING: _("Evening"),
}
MODE_ORDER = tuple(mode.value for mode in Mode)
