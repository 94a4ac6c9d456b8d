"""Essays, and what they are about."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.series import Series
from practice.fields import require_this_century


class Topic(models.Model):
    """What an essay is about."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=60)
    summary = models.CharField(_("in one line"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the topic's list."""
        return reverse("topic", args=[self.slug])


class EssayQuerySet(models.QuerySet["Essay"]):
    """Named filters."""

    def published(self, now: datetime | None = None) -> "EssayQuerySet":
        """Those that anyone may read at `now`: a scheduled one appears by the clock, without any job."""
        return self.filter(state=Essay.State.PUBLISHED, publish_at__lte=now or timezone.now())

    def gone(self) -> "EssayQuerySet":
        """Those that strangers could read once and that were taken off; one that has a date again is none of them."""
        return self.exclude(state=Essay.State.PUBLISHED).exclude(first_public_at=None)


class Essay(models.Model):
    """One essay. Its body is sanitised HTML; contents and reading time are worked out when it is saved."""

    class State(models.TextChoices):
        """Whether it may be read; with a date to come, PUBLISHED means scheduled."""

        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published or scheduled")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Scene(models.TextChoices):
        """The picture's scene; empty lets the word decide from which it is drawn."""

        LAMP = "lamp", _("lamp on water")
        WINDOW = "window", _("window")
        ARCH = "arch", _("jharokha arch")
        HILLS = "hills", _("hills")
        STONES = "stones", _("stepping stones")

    title = models.CharField(_("title"), max_length=160)
    slug = models.SlugField(_("address of its page"), max_length=120, unique=True)
    language = models.CharField(_("language"), max_length=10, default="en-gb")
    summary = models.CharField(_("summary"), max_length=240, blank=True)
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, null=True, blank=True, related_name="essays", verbose_name=_("topic")
    )
    scene = models.CharField(_("picture"), max_length=10, choices=Scene, blank=True)
    drawn_from = models.CharField(max_length=120, blank=True, editable=False)  # the first address, whatever it is now
    body = models.TextField(_("text"), blank=True)
    contents = models.JSONField(default=list, editable=False)
    reading_minutes = models.PositiveSmallIntegerField(default=1, editable=False)
    content_note = models.CharField(_("content note"), max_length=400, blank=True)
    has_crisis_block = models.BooleanField(_("shows where help is"), default=False)
    tonight = models.CharField(_("one small thing to do tonight"), max_length=300, blank=True)
    series = models.ForeignKey(
        Series, on_delete=models.SET_NULL, null=True, blank=True, related_name="essays", verbose_name=_("series")
    )
    part = models.PositiveSmallIntegerField(_("its place in the series"), null=True, blank=True)
    worksheet_slug = models.SlugField(_("worksheet that belongs to it"), max_length=60, blank=True)
    takes_reflections = models.BooleanField(
        _("readers may write a reflection"),
        default=False,
        help_text=_(
            "Nothing is shown before you have read it. Needs reflections to be open on the whole site as well."
        ),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    publish_at = models.DateTimeField(_("published on (IST)"), null=True, blank=True, validators=[require_this_century])
    first_public_at = models.DateTimeField(null=True, editable=False)  # noted when a public essay is next saved
    reviewed_by = models.CharField(_("read as a clinician by"), max_length=80, blank=True)
    reviewed_on = models.DateField(_("read on"), null=True, blank=True)
    reviewed_digest = models.CharField(max_length=64, blank=True, editable=False)  # of the text as it was read
    updated_at = models.DateTimeField(_("words last changed"), default=timezone.now, editable=False)

    objects = EssayQuerySet.as_manager()

    class Meta:
        verbose_name = _("essay")
        verbose_name_plural = _("essays")
        ordering = ["-publish_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "publish_at", "id"], name="essays_by_date"),
            models.Index(fields=["topic", "state", "publish_at"], name="essays_by_topic"),
            models.Index(fields=["series", "state", "publish_at"], name="essays_by_series"),
        ]
        constraints = [models.UniqueConstraint(fields=["series", "part"], name="one_essay_a_part")]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep what is worked out from the text true to it, and what the search knows of it."""
        from articles.rendering import prepare
        from articles.searching.upkeep import SEARCHED, keep

        prepare(self)
        self.drawn_from = self.drawn_from or self.slug
        changed = kwargs.get("update_fields")
        if kwargs.get("update_fields") is not None and "body" in kwargs["update_fields"]:
            kwargs["update_fields"] = {*kwargs["update_fields"], "contents", "reading_minutes"}
        with transaction.atomic():
            super().save(*args, **kwargs)
            if changed is None or not SEARCHED.isdisjoint(changed):
                keep(self)

    def get_absolute_url(self) -> str:
        """Return the address of the essay's page."""
        return reverse("essay", args=[self.slug])

    def is_public(self, now: datetime) -> bool:
        """Tell whether anyone may read it at `now`: what `published` asks of the rows."""
        return self.state == self.State.PUBLISHED and self.publish_at is not None and self.publish_at <= now

    @property
    def picture_word(self) -> str:
        """The word from which its picture is drawn: it stays when the address changes."""
        return self.drawn_from or self.slug

    @property
    def text_digest(self) -> str:
        """A digest of all that readers of the essay read."""
        read = [self.title, self.summary, self.body, self.content_note, self.has_crisis_block, self.tonight]
        return hashlib.sha256(json.dumps(read).encode()).hexdigest()

    @property
    def is_changed_since_read(self) -> bool:
        """Tell whether a reader reads anything else now than the clinician did; of an old mark it is not known."""
        return bool(self.reviewed_digest) and self.reviewed_digest != self.text_digest
