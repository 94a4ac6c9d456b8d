"""A parent or guardian of somebody under 18: who was asked, how, and what they said."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.models.booking import Booking
from practice.crypto import EncryptedTextField


class GuardianQuerySet(models.QuerySet["Guardian"]):
    """Named filters."""

    def agreeing(self) -> "GuardianQuerySet":
        """Those whose consent counts: given, and not taken back."""
        return self.filter(has_agreed=True, ended_at=None)

    def waiting(self) -> "GuardianQuerySet":
        """Those who were asked by email and have neither answered nor been replaced by another."""
        return self.exclude(asked_at=None).filter(answered_at=None, ended_at=None)


class Guardian(models.Model):
    """One person who was asked, or whose consent the therapist noted. It holds for the client, not for one session.

    `asked_at` is None where the therapist noted it; `given_on` is the day on which consent was given, in the
    practice's zone; `ended_at` says since when the row no longer counts: taken back, or another person was asked.
    """

    class How(models.TextChoices):
        """How the answer was given."""

        LINK = "link", _("by the link in an email")
        IN_PERSON = "in_person", _("in person")
        PAPER = "paper", _("on paper")
        PHONE = "phone", _("by phone")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    client = models.ForeignKey("accounts.Client", on_delete=models.CASCADE, related_name="guardians")
    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="guardians")
    name = EncryptedTextField(_("name"), owner="client_id")
    relation = EncryptedTextField(_("relation"), owner="client_id")
    contact = EncryptedTextField(_("how to reach them"), owner="client_id")
    how = models.CharField(_("how"), max_length=10, choices=How)
    policy_text = models.ForeignKey(
        "practice.PolicyText", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    token_hash = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    has_agreed = models.BooleanField(_("agreed"), null=True)
    given_on = models.DateField(_("given on"), null=True, blank=True)
    ended_at = models.DateTimeField(_("no longer counts since"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("noted by")
    )

    objects = GuardianQuerySet.as_manager()

    class Meta:
        verbose_name = _("parent or guardian")
        verbose_name_plural = _("parents and guardians")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(has_agreed=None, answered_at=None, asked_at__isnull=False, given_on=None)
                | Q(has_agreed=True, answered_at__isnull=False, given_on__isnull=False)
                | Q(has_agreed=False, answered_at__isnull=False, given_on=None),
                name="guardian_answer_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(_("parent or guardian of %(name)s") % {"name": self.client.name})
