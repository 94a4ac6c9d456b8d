"""The room of the accounts."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Register what has to be done before the practice opens."""

    name = "accounts"
    verbose_name = _("Accounts and clients")

    def ready(self) -> None:
        from accounts import following, opening, sign_ins
        from practice import work

        opening.register_steps()
        following.connect()
        work.register_job("forget old sign-ins", sign_ins.forget_old_sign_ins, timedelta(hours=1))
