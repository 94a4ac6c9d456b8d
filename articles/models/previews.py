"""Who holds the link sees the page of an essay before anybody else."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.essays import Essay


class PreviewLink(models.Model):
    """A link to the page of an unpublished essay; of the link itself only the hash is kept."""

    essay = models.ForeignKey(Essay, on_delete=models.CASCADE, related_name="preview_links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made"))
    until = models.DateTimeField(_("works until"))

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return str(self.essay)
