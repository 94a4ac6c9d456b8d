"""What readers write under an essay: held until the therapist has read it."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.essays import Essay
from practice.crypto import EncryptedTextField
from practice.times import say_here


class ReflectionQuerySet(models.QuerySet["Reflection"]):
    """Named filters."""

    def waiting(self) -> "ReflectionQuerySet":
        """Those that nobody has decided about."""
        return self.filter(state=Reflection.State.WAITING)

    def shown(self) -> "ReflectionQuerySet":
        """Those that everybody may read."""
        return self.filter(state=Reflection.State.SHOWN)


class Reflection(models.Model):
    """A reader's words under an essay, and the therapist's reply to them.

    Nothing says who wrote them: no login, no address. All that was typed is encrypted, shown or not, for a row that is
    hidden again must leave no copy in the clear.
    """

    class State(models.TextChoices):
        """What the therapist decided; what she hides again is as if she had never shown it."""

        WAITING = "waiting", _("waiting")
        SHOWN = "shown", _("shown")
        NOT_SHOWN = "not_shown", _("not shown")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    request_key = models.UUIDField(unique=True, editable=False)
    essay = models.ForeignKey(Essay, on_delete=models.CASCADE, related_name="reflections", verbose_name=_("essay"))
    name = EncryptedTextField(_("first name"), blank=True, default="")
    body = EncryptedTextField(_("words"))
    sent_at = models.DateTimeField(_("sent"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    reply = EncryptedTextField(_("reply"), blank=True, default="")
    replied_at = models.DateTimeField(_("replied"), null=True, blank=True)

    objects = ReflectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("reflection")
        verbose_name_plural = _("reflections")
        ordering = ["sent_at", "pk"]
        indexes = [models.Index(fields=["essay", "state"], name="reflections_of_an_essay")]

    def __str__(self) -> str:
        return say_here(self.sent_at)
