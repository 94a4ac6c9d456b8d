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
        register_closing()
        register_ways_in()
        work.register_job("forget old sign-ins", sign_ins.forget_old_sign_ins, timedelta(hours=1))


def register_closing() -> None:
    """Have spaces closed on their day after the end of care, and said beforehand."""
    from accounts import closing_mail
    from practice import work

    closing_mail.register_kind()
    work.register_job("close spaces after care", closing_mail.close_and_remind, timedelta(hours=1))


def register_ways_in() -> None:
    """Give the desk the page on which a client without email gets a PIN and a link."""
    from accounts.by_phone import desk as by_phone
    from practice import desk

    desk.register_pages(desk.Page("way_in", "clients/<uuid:reference>/way-in/", by_phone.way_in))
