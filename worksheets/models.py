"""Worksheets: their versions as data, who was given which, and encrypted answers that belong to the client."""

from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from practice.crypto import EncryptedJSONField, EncryptedTextField, SealedError
from practice.times import say_here

CODE_LENGTH = 8
CODE_LETTERS = "23456789bcdfghjkmnpqrstvwxz"  # no vowels: no word comes about by chance


def new_code() -> str:
    """Return the end of an address that says nothing."""
    return get_random_string(CODE_LENGTH, CODE_LETTERS)


class Worksheet(models.Model):
    """A worksheet that clients can be given; what it asks is in its versions.

    Essays know it by `slug`. Its page has `code` in its address: the history of a browser keeps addresses, and shows
    them to whoever uses the phone next.
    """

    slug = models.SlugField(_("name by which an essay knows it"), max_length=60, unique=True)
    code = models.CharField(_("end of its address"), max_length=60, unique=True, default=new_code, editable=False)
    title = models.CharField(_("title"), max_length=120)
    essay = models.ForeignKey(
        "articles.Essay",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="worksheets",
        verbose_name=_("essay"),
    )
    is_in_library = models.BooleanField(_("open to every client"), default=True)
    is_exercise = models.BooleanField(
        _("stands in its essay as a short exercise"),
        default=False,
        help_text=_("Everybody who reads the essay can do it there. Nothing typed in it is sent or kept."),
    )

    class Meta:
        verbose_name = _("worksheet")
        verbose_name_plural = _("worksheets")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class VersionQuerySet(models.QuerySet["Version"]):
    """Named filters."""

    def opened(self) -> "VersionQuerySet":
        """Those that clients may be asked; a draft is the therapist's alone."""
        return self.filter(is_draft=False)


class Version(models.Model):
    """What a worksheet asks, as data. Built as a draft; once it is open its prompts stay, and are followed."""

    worksheet = models.ForeignKey(Worksheet, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    intro = models.TextField(_("introduction"), blank=True)
    outro = models.TextField(_("closing line"), blank=True)
    minutes = models.PositiveSmallIntegerField(_("takes about, in minutes"), default=10)
    prompts = models.JSONField(_("prompts"))
    is_draft = models.BooleanField(_("being built, not open to clients"), default=False, editable=False)
    is_shipped = models.BooleanField(_("came with the software"), default=False, editable=False)
    reviewed_by = models.CharField(_("read as a clinician by"), max_length=80, blank=True, editable=False)
    reviewed_on = models.DateField(_("read on"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["worksheet", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["worksheet", "number"], name="one_version_a_number"),
            models.UniqueConstraint(
                fields=["worksheet"], condition=models.Q(is_draft=True), name="one_draft_a_worksheet"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worksheet} {self.number}"

    @property
    def awaits_review(self) -> bool:
        """Whether it came with the software and the therapist has not yet said that she read it."""
        return self.is_shipped and self.reviewed_on is None


class Assignment(models.Model):
    """A worksheet given to one client, with a word about it, which is encrypted, and perhaps a day by which."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    client = models.ForeignKey("accounts.Client", on_delete=models.CASCADE, related_name="assignments")
    worksheet = models.ForeignKey(Worksheet, on_delete=models.CASCADE, related_name="assignments")
    note = EncryptedTextField(_("a word to the client"), owner="client_id", max_length=300, blank=True, default="")
    due_on = models.DateField(_("by"), null=True, blank=True)
    is_before_next_session = models.BooleanField(_("before the next session"), default=False)
    assigned_at = models.DateTimeField(_("given"), default=timezone.now)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["-assigned_at"]

    def __str__(self) -> str:
        return f"{self.worksheet}, {say_here(self.assigned_at)}"

    @property
    def word(self) -> str:
        """The word to the client; empty where its key is missing: what was given can be opened all the same."""
        try:
            return str(self.note)
        except SealedError:
            return ""


class Answer(models.Model):
    """What one client wrote on one sheet: private until shared, encrypted, with a number that rises at every save.

    A sheet is open until she begins a fresh one of the same worksheet; then it is put aside, to be read, and perhaps
    to be taken up again. Of each version one is open at a time.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    client = models.ForeignKey("accounts.Client", on_delete=models.CASCADE, related_name="answers")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="answers")
    revision = models.PositiveIntegerField(default=0)
    body = EncryptedJSONField(owner="client_id", blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    put_aside_at = models.DateTimeField(_("put with the earlier sheets"), null=True, blank=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "version"],
                condition=models.Q(put_aside_at=None),
                name="one_open_answer_a_version",
            )
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    """Named filters."""

    def live(self) -> "SnapshotQuerySet":
        """Those that the therapist may open: shared and not taken back."""
        return self.filter(withdrawn_at=None)


class Snapshot(models.Model):
    """A copy that the client chose to share; later edits of the answer do not reach it.

    `revision` is the answer's when it was shared, `request_key` the page's from which that was asked. What the
    therapist replied is encrypted too; taken back, it is blank.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="snapshots")
    client = models.ForeignKey("accounts.Client", on_delete=models.CASCADE, related_name="snapshots")
    revision = models.PositiveIntegerField(default=0)
    request_key = models.UUIDField(default=uuid4, editable=False)
    body = EncryptedJSONField(owner="client_id", blank=True)
    shared_at = models.DateTimeField(_("shared"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    opened_at = models.DateTimeField(_("first opened"), null=True, blank=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    reply = EncryptedTextField(_("reply"), owner="client_id", blank=True, default="")
    replied_at = models.DateTimeField(_("replied"), null=True, blank=True)
    reply_taken_back_at = models.DateTimeField(_("reply taken back"), null=True, blank=True)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("shared copy")
        verbose_name_plural = _("shared copies")
        ordering = ["-shared_at"]
        constraints = [models.UniqueConstraint(fields=["answer", "request_key"], name="one_copy_an_asking")]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def title(self) -> str:
        """What it is a copy of."""
        return self.answer.version.worksheet.title


# The room's further tables; Django finds models by way of this module.
from worksheets.measures.models import (  # noqa: E402
    Measure,
    MeasureCopy,
    MeasurePlan,
    MeasureRound,
    MeasureTotals,
    MeasureVersion,
)

__all__ = [
    "Answer",
    "Assignment",
    "Measure",
    "MeasureCopy",
    "MeasurePlan",
    "MeasureRound",
    "MeasureTotals",
    "MeasureVersion",
    "Snapshot",
    "Version",
    "Worksheet",
]
