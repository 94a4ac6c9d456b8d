"""What is being written about an essay and was not saved yet."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.essays import Essay
from practice.times import say_here


class EssayDraftQuerySet(models.QuerySet["EssayDraft"]):
    """Named filters."""

    def unsaved(self) -> "EssayDraftQuerySet":
        """Those whose words were neither saved nor thrown away."""
        return self.filter(ended_at=None)


class EssayDraft(models.Model):
    """The form of one open page as it stands, kept beside the essay: no reader ever sees it.

    Each page that is opened has a key of its own, so that two tabs never write into the same draft. `count` rises with
    each sending of that page: what comes late, after something newer, changes nothing. A draft that has ended stays for
    a while without its words, so that what was on its way when it ended cannot bring it back.
    """

    key = models.UUIDField(default=uuid4, unique=True)
    essay = models.ForeignKey(Essay, on_delete=models.CASCADE, null=True, related_name="drafts")
    author = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    words = models.JSONField(default=dict)  # name of a control to the list of what it sent
    based_on = models.CharField(max_length=64, blank=True)  # how the essay stood: see practice/seen_rows.py
    count = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(_("saved"))
    ended_at = models.DateTimeField(null=True)

    objects = EssayDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ["-saved_at", "-pk"]

    def __str__(self) -> str:
        return say_here(self.saved_at)
