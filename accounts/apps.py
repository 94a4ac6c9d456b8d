"""The room of the accounts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Register what has to be done before the practice opens, and answer what allauth does to a login."""

    name = "accounts"
    verbose_name = _("Accounts and clients")

    def ready(self) -> None:
        from allauth.account.signals import email_changed

        from accounts import opening
        from accounts.services import stay_signed_in_here

        opening.register_steps()
        email_changed.connect(stay_signed_in_here)
