"""What an essay was before, and where it used to be."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.essays import Essay
from practice.times import say_here


class Revision(models.Model):
    """An essay's text as it once was."""

    essay = models.ForeignKey(Essay, on_delete=models.CASCADE, related_name="revisions")
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)
    saved_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    title = models.CharField(_("title"), max_length=160)
    body = models.TextField(_("text"))

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-saved_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.title} {say_here(self.saved_at)}"


class OldAddress(models.Model):
    """Where an essay used to be; asked for there, the page leads on to where it is now."""

    slug = models.SlugField(_("old address"), max_length=120, unique=True)
    essay = models.ForeignKey(Essay, on_delete=models.CASCADE, related_name="old_addresses")

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")

    def __str__(self) -> str:
        return self.slug
