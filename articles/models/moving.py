"""What came from an old site: which post became which essay, and where its addresses lead now."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.essays import Essay, Topic
from articles.models.history import OldAddress
from articles.old_addresses import LONGEST


class ImportedPost(models.Model):
    """A post of an old site that became an essay here; without one where that was deleted since.

    `key` is made of the host and of what the platform tells its posts apart by, `digest` of the post as it was read.
    """

    key = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=12)
    host = models.CharField(max_length=255, blank=True)
    path = models.CharField(max_length=LONGEST, blank=True, db_index=True)
    title = models.CharField(_("title"), max_length=160)
    digest = models.CharField(max_length=64)
    essay = models.ForeignKey(Essay, on_delete=models.SET_NULL, null=True, blank=True, related_name="imported_from")
    imported_at = models.DateTimeField(_("brought in"))

    class Meta:
        verbose_name = _("post brought in")
        verbose_name_plural = _("posts brought in")

    def __str__(self) -> str:
        return self.title


class OldPath(models.Model):
    """A whole address of an old site; asked for there, this site leads on to an essay, a topic or a page of its own.

    Once its essay is deleted, it leads to where that was, which says that it is gone.
    """

    class Page(models.TextChoices):
        """A page of this site that stands for one of the old site."""

        LIST = "essays", _("all essays")
        FEED = "essay_feed", _("the feed")

    path = models.CharField(_("old address"), max_length=LONGEST, unique=True)
    essay = models.ForeignKey(
        Essay, on_delete=models.CASCADE, null=True, blank=True, related_name="old_paths", verbose_name=_("essay")
    )
    topic = models.ForeignKey(
        Topic, on_delete=models.CASCADE, null=True, blank=True, related_name="old_paths", verbose_name=_("topic")
    )
    page = models.CharField(_("page"), max_length=12, choices=Page, blank=True)
    gone = models.ForeignKey(OldAddress, on_delete=models.CASCADE, null=True, editable=False, related_name="old_paths")

    class Meta:
        verbose_name = _("address of the old site")
        verbose_name_plural = _("addresses of the old site")
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(essay__isnull=False, topic__isnull=True, page="", gone__isnull=True)
                | models.Q(essay__isnull=True, topic__isnull=False, page="", gone__isnull=True)
                | (models.Q(essay__isnull=True, topic__isnull=True, gone__isnull=True) & ~models.Q(page=""))
                | models.Q(essay__isnull=True, topic__isnull=True, page="", gone__isnull=False),
                name="old_path_leads_to_one_place",
            )
        ]

    def __str__(self) -> str:
        return self.path


class SiteParcel(models.Model):
    """A file of an old site that was handed over at the desk, with the report on it.

    The file itself is kept only until drafts were made of it, and a day at most: an export may hold names and addresses
    of people who wrote comments.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("file"), max_length=120)
    address = models.CharField(_("address of the old site"), max_length=200, blank=True)
    content = models.BinaryField(null=True)
    report = models.JSONField(default=dict)
    handed_over_at = models.DateTimeField(_("handed over"))
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("file of an old site")
        verbose_name_plural = _("files of an old site")
        ordering = ["-handed_over_at", "-pk"]

    def __str__(self) -> str:
        return self.name
