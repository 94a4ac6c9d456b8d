"""The room of the accounts."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Register what has to be done first, what looks after the ledger, and what people may ask of their data."""

    name = "accounts"
    verbose_name = _("Accounts and clients")

    def ready(self) -> None:
        from accounts import causes, client_standing, following, opening, sign_ins
        from accounts.rights import setting_up
        from practice import work

        opening.register_steps()
        setting_up.register_all()
        register_ledger()
        following.connect()
        causes.register_causes()
        client_standing.register_part()
        register_closing()
        register_ways_in()
        work.register_job("forget old sign-ins", sign_ins.forget_old_sign_ins, timedelta(hours=1))


def register_ledger() -> None:
    """Have the ledger watched and its seals kept, and say how a change of standing is told."""
    from accounts.ledger import Act, checking, register_act
    from practice import health, work

    advice = _(
        "Tell whoever looks after the site, before anything is repaired: `manage.py check_ledger` names the places."
    )
    health.register("ledger", checking.check_light, title=_("Ledger of what was opened"), advice=advice)
    work.register_job("keep the seals of the ledger", checking.keep_heads, timedelta(minutes=10))
    register_act("status active", Act(_("%(who)s opened worksheets to you.")))
    register_act("status paused", Act(_("%(who)s paused your care: worksheets can be read, not changed.")))
    register_act("status ended", Act(_("%(who)s ended your care: worksheets can be read, not changed.")))
    register_act("placed", Act(_("%(who)s put you on her list.")))
    register_act("pin", Act(_("%(who)s made a PIN for you.")))
    register_act("link", Act(_("%(who)s made a link for you.")))
    register_act("way in taken back", Act(_("%(who)s ended your PIN, your link, your passkeys and your sign-ins.")))
    register_act("space closed", Act(_("The time after your care was over: what you wrote for yourself was deleted.")))


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
