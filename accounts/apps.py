"""The room of the accounts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Register what has to be done before the practice opens, and what people may ask about their own data."""

    name = "accounts"
    verbose_name = _("Accounts and clients")

    def ready(self) -> None:
        from accounts import opening
        from accounts.rights import setting_up

        opening.register_steps()
        setting_up.register_all()
