"""What an essay was before, and where it, its topic and its series used to be."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.essays import Essay, Topic
from articles.models.series import Series
from practice.times import say_here


class Revision(models.Model):
    """All that readers read of an essay as it was saved once; the newest says what it says now.

    Nobody's name stands at words that were there before the first change of them was kept.
    """

    essay = models.ForeignKey(Essay, on_delete=models.CASCADE, related_name="revisions")
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)
    saved_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    title = models.CharField(_("title"), max_length=160)
    summary = models.CharField(_("summary"), max_length=240, blank=True)
    topic = models.ForeignKey(Topic, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("topic"))
    language = models.CharField(_("language"), max_length=10, default="en-gb")
    body = models.TextField(_("text"))
    content_note = models.CharField(_("content note"), max_length=400, blank=True)
    has_crisis_block = models.BooleanField(_("shows where help is"), null=True)  # None: from before this was kept
    tonight = models.CharField(_("one small thing to do tonight"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-saved_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.title} {say_here(self.saved_at)}"


class OldAddress(models.Model):
    """Where an essay used to be; asked for there, the page leads on to where it is now.

    Without an essay it is where one was that was deleted.
    """

    slug = models.SlugField(_("old address"), max_length=120, unique=True)
    essay = models.ForeignKey(
        Essay, on_delete=models.SET_NULL, null=True, related_name="old_addresses", verbose_name=_("essay")
    )

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")

    def __str__(self) -> str:
        return self.slug


class OldListAddress(models.Model):
    """Where the page of a topic or of a series used to be; asked for there, it leads on to where that is now."""

    slug = models.SlugField(_("old address"), max_length=120)
    topic = models.ForeignKey(
        Topic, on_delete=models.CASCADE, null=True, related_name="old_addresses", verbose_name=_("topic")
    )
    series = models.ForeignKey(
        Series, on_delete=models.CASCADE, null=True, related_name="old_addresses", verbose_name=_("series")
    )

    class Meta:
        verbose_name = _("old address of a topic or series")
        verbose_name_plural = _("old addresses of topics and series")
        ordering = ["slug", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(topic__isnull=False, series__isnull=True)
                | models.Q(topic__isnull=True, series__isnull=False),
                name="old_list_is_a_topic_or_a_series",
            ),
            models.UniqueConstraint(
                fields=["slug"], condition=models.Q(topic__isnull=False), name="one_topic_an_old_address"
            ),
            models.UniqueConstraint(
                fields=["slug"], condition=models.Q(series__isnull=False), name="one_series_an_old_address"
            ),
        ]

    def __str__(self) -> str:
        return self.slug
