"""What is stored of the ledger: its entries, and the key with which they are sealed."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from practice.crypto import EncryptedTextField
from practice.times import say_here


class LedgerEntry(models.Model):
    """One opening of something private, or one change of a client's standing; rows are only ever added.

    Written by `accounts.ledger` alone, which numbers and seals them. `by_number` stays when the login is gone.
    """

    THING_LENGTH = 80

    client = models.ForeignKey("accounts.Client", on_delete=models.CASCADE, related_name="ledger")
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    act = models.CharField(_("what"), max_length=40)
    thing = models.CharField(_("of"), max_length=THING_LENGTH, blank=True)
    thing_at = models.DateTimeField(_("of when"), null=True, blank=True)
    number = models.PositiveIntegerField(editable=False)
    by_number = models.PositiveBigIntegerField(null=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["client", "number"], name="one_entry_a_number")]

    def __str__(self) -> str:
        return f"{self.act} {say_here(self.at)}"


class LedgerKey(models.Model):
    """The one key with which the ledger is sealed, itself encrypted: it is rotated without a seal being touched."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    secret = EncryptedTextField()

    class Meta:
        verbose_name = _("key of the ledger")
        verbose_name_plural = _("key of the ledger")

    def __str__(self) -> str:
        return str(self.uuid)
