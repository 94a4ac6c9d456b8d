"""Scored questionnaires: what the therapist entered, when a client is asked, and what she answered, encrypted.

No total is stored anywhere: it is worked out of the answers when someone who may see them looks.
"""

from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practice.crypto import EncryptedJSONField, EncryptedTextField
from worksheets.measures.rhythm import Rhythm


class Measure(models.Model):
    """A questionnaire; what it asks is in its versions."""

    title = models.CharField(_("title"), max_length=80)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class MeasureVersionQuerySet(models.QuerySet["MeasureVersion"]):
    """Named filters."""

    def opened(self) -> "MeasureVersionQuerySet":
        """Those that clients may be asked; a draft is the therapist's alone."""
        return self.filter(opened_at__isnull=False)


class MeasureVersion(models.Model):
    """A wording of a questionnaire, with its source: `text` as it was entered, `definition` as it counts.

    A draft until it is opened to clients; from then on it is never changed, but followed.
    """

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    intro = models.TextField(_("words above the questions"), blank=True)
    text = models.TextField(_("questions, answers and bands"))
    definition = models.JSONField(_("how it counts"))
    source = models.CharField(_("source of the wording"), max_length=300)
    permission = models.CharField(_("why it may be used"), max_length=300)
    created_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(_("open to clients since"), null=True, blank=True)

    objects = MeasureVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("wording of a questionnaire")
        verbose_name_plural = _("wordings of questionnaires")
        ordering = ["measure", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "number"], name="one_wording_a_number"),
            models.UniqueConstraint(
                fields=["measure"], condition=models.Q(opened_at=None), name="one_draft_a_questionnaire"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.number}"

    @property
    def is_draft(self) -> bool:
        """Whether only the therapist sees it."""
        return self.opened_at is None


class MeasurePlanQuerySet(models.QuerySet["MeasurePlan"]):
    """Named filters."""

    def going_on(self) -> "MeasurePlanQuerySet":
        """Those that the therapist has not ended."""
        return self.filter(ended_at=None)


class MeasurePlan(models.Model):
    """A questionnaire given to one client: once, or on a schedule with a last day."""

    class Every(models.TextChoices):
        """How often it is asked."""

        ONCE = Rhythm.ONCE.value, _("once")
        WEEKLY = Rhythm.WEEKLY.value, _("every week")
        FORTNIGHTLY = Rhythm.FORTNIGHTLY.value, _("every two weeks")
        SESSIONS = Rhythm.SESSIONS.value, _("before each session")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    client = models.ForeignKey("accounts.Client", on_delete=models.CASCADE, related_name="measure_plans")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="plans")
    every = models.CharField(_("how often"), max_length=12, choices=Every.choices)
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"), null=True, blank=True)
    note = EncryptedTextField(_("a word to the client"), owner="client_id", blank=True, default="")
    created_at = models.DateTimeField(_("given"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = MeasurePlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("schedule of a questionnaire")
        verbose_name_plural = _("schedules of questionnaires")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(every=Rhythm.ONCE.value) | models.Q(last_on__isnull=False),
                name="a_schedule_has_an_end",
            ),
            models.CheckConstraint(
                condition=models.Q(last_on=None) | models.Q(last_on__gte=models.F("first_on")),
                name="a_schedule_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class MeasureRound(models.Model):
    """What one client answered at one asking: private until shared, encrypted, its number rises at every save."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    client = models.ForeignKey("accounts.Client", on_delete=models.CASCADE, related_name="measure_rounds")
    plan = models.ForeignKey(MeasurePlan, on_delete=models.CASCADE, related_name="rounds")
    version = models.ForeignKey(MeasureVersion, on_delete=models.PROTECT, related_name="rounds")
    asked_on = models.DateField(_("asked on"))
    revision = models.PositiveIntegerField(default=0)
    body = EncryptedJSONField(owner="client_id", blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("answered questionnaire")
        verbose_name_plural = _("answered questionnaires")
        ordering = ["-asked_on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "asked_on"], name="one_round_an_asking")]

    def __str__(self) -> str:
        return str(self.uuid)


class MeasureCopyQuerySet(models.QuerySet["MeasureCopy"]):
    """Named filters."""

    def live(self) -> "MeasureCopyQuerySet":
        """Those that the therapist may open: shared and not taken back."""
        return self.filter(withdrawn_at=None)


class MeasureCopy(models.Model):
    """A copy of answers that the client chose to share; what she changes later does not reach it.

    `revision` is the round's when it was shared, `request_key` the page's from which that was asked.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    client = models.ForeignKey("accounts.Client", on_delete=models.CASCADE, related_name="measure_copies")
    round = models.ForeignKey(MeasureRound, on_delete=models.CASCADE, related_name="copies")
    revision = models.PositiveIntegerField(default=0)
    request_key = models.UUIDField(default=uuid4, editable=False)
    body = EncryptedJSONField(owner="client_id", blank=True)
    shared_at = models.DateTimeField(_("shared"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    opened_at = models.DateTimeField(_("first opened"), null=True, blank=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects = MeasureCopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("shared questionnaire")
        verbose_name_plural = _("shared questionnaires")
        ordering = ["-shared_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["round", "request_key"], name="one_measure_copy_an_asking")]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def title(self) -> str:
        """What it is a copy of."""
        return self.round.plan.measure.title


class MeasureTotals(models.Model):
    """That totals and their course are shown, off by default: to the client in her space, or at the desk."""

    class Side(models.TextChoices):
        """Who looks."""

        CLIENT = "client", _("in the client's space")
        DESK = "desk", _("at the desk")

    client = models.ForeignKey("accounts.Client", on_delete=models.CASCADE, related_name="measure_totals")
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="totals")
    side = models.CharField(_("where"), max_length=8, choices=Side.choices)
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("totals that are shown")
        verbose_name_plural = _("totals that are shown")
        constraints = [models.UniqueConstraint(fields=["client", "measure", "side"], name="one_switch_a_side")]

    def __str__(self) -> str:
        return f"{self.measure} {self.side}"
