"""What is stored about rights: erasures, periods, complaints, breaches."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from practice.crypto import EncryptedJSONField, EncryptedTextField
from practice.fields import require_this_century
from practice.times import say_here

BOARD_WITHIN = timedelta(hours=72)


class Erasure(models.Model):
    """One erasure: what was held is sealed at once, and the sealed copy is deleted at the end of a period.

    Nobody's name is in it. No page opens the sealed copy.
    """

    class By(models.TextChoices):
        """Who began it."""

        CLIENT = "client", _("the person herself")
        PRACTICE = "practice", _("the practice")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    by = models.CharField(_("begun by"), max_length=10, choices=By)
    asked_at = models.DateTimeField(_("begun"))
    due_at = models.DateTimeField(_("sealed copy is deleted from"))
    sealed = EncryptedJSONField(blank=True, default="")
    deleted_at = models.DateTimeField(_("sealed copy deleted"), null=True, blank=True)
    is_scrubbed = models.BooleanField(default=False, help_text=_("The database file was written anew since."))

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return say_here(self.asked_at)


class Period(models.Model):
    """How long one kind of thing is kept, with the legal basis beside it, and what the last run deleted."""

    key = models.SlugField(max_length=40, unique=True, editable=False)
    days = models.PositiveIntegerField(_("days"))
    basis = models.TextField(_("legal basis, or the reason"), max_length=1000)
    checked_on = models.DateField(_("a lawyer checked it on"), null=True, blank=True)
    last_run_at = models.DateTimeField(_("last run"), null=True, blank=True, editable=False)
    last_count = models.PositiveIntegerField(_("deleted then"), default=0, editable=False)

    class Meta:
        verbose_name = _("period")
        verbose_name_plural = _("how long things are kept")
        ordering = ["key"]

    def __str__(self) -> str:
        from accounts.rights.periods import KINDS  # which knows this model

        return str(KINDS[self.key].title) if self.key in KINDS else self.key


class Grievance(models.Model):
    """A complaint about how data are handled, with the day by which it is to be answered."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    request_key = models.UUIDField(unique=True, editable=False)
    client = models.ForeignKey(
        "accounts.Client", on_delete=models.CASCADE, null=True, blank=True, related_name="grievances"
    )
    email = models.EmailField(_("email address"), max_length=254)
    body = EncryptedTextField(_("complaint"))
    sent_at = models.DateTimeField(_("sent"))
    due_on = models.DateField(_("to be answered by"))
    answer = EncryptedTextField(_("answer"), blank=True, default="")
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("complaint about data")
        verbose_name_plural = _("complaints about data")
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return say_here(self.sent_at)


class Breach(models.Model):
    """Something went wrong with people's data: what, when it was noticed, and which duties are done."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    noticed_at = models.DateTimeField(_("noticed"), validators=[require_this_century])
    happened = EncryptedTextField(_("what happened, when and where"))
    concerned = EncryptedTextField(_("which data, and of how many people"), blank=True, default="")
    effects = EncryptedTextField(_("what may follow for them"), blank=True, default="")
    measures = EncryptedTextField(_("what was done about it, and what they can do"), blank=True, default="")
    board_told_at = models.DateTimeField(
        _("the Board was told"), null=True, blank=True, validators=[require_this_century]
    )
    people_told_at = models.DateTimeField(
        _("the people were told"), null=True, blank=True, validators=[require_this_century]
    )
    report_sent_at = models.DateTimeField(
        _("the full report was sent"), null=True, blank=True, validators=[require_this_century]
    )

    class Meta:
        verbose_name = _("data breach")
        verbose_name_plural = _("data breaches")
        ordering = ["-noticed_at"]

    def __str__(self) -> str:
        return say_here(self.noticed_at)

    @property
    def report_due_at(self) -> datetime:
        """When the full report is due at the Board."""
        return self.noticed_at + BOARD_WITHIN
