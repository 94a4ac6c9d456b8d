"""The room of the accounts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Name the room."""

    name = "accounts"
    verbose_name = _("Accounts and clients")
