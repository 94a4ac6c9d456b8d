"""Essays that belong together and are read in an order."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Series(models.Model):
    """Several essays on one thread; which part an essay is stands with the essay."""

    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(_("address of its page"), max_length=120, unique=True)
    summary = models.CharField(_("in one line"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the series' page."""
        return reverse("series", args=[self.slug])
