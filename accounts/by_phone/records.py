"""What is stored of a way in by phone: hashes, ends and counts, never the PIN or the link."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PhoneEntry(models.Model):
    """How one client without email comes in: her PIN, and the one link that works at present.

    A column of the link is empty or 0 while there is none; one that was used, or took too many tries, is gone.
    """

    client = models.OneToOneField("accounts.Client", on_delete=models.CASCADE, related_name="phone_entry")
    pin_hash = models.CharField(max_length=256, blank=True)
    pin_until = models.DateTimeField(_("PIN works until"), null=True, blank=True)
    pin_tries = models.PositiveSmallIntegerField(default=0)
    link_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    link_until = models.DateTimeField(_("link works until"), null=True, blank=True)
    link_tries = models.PositiveSmallIntegerField(default=0)
    browser_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("way in by phone")
        verbose_name_plural = _("ways in by phone")

    def __str__(self) -> str:
        return str(self.client)
