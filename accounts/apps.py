"""The room of the accounts."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Register what has to be done first, what looks after the ledger, and what people may ask of their data."""

    name = "accounts"
    verbose_name = _("Accounts and clients")

    def ready(self) -> None:
        from accounts import following, opening, sign_ins
        from accounts.rights import setting_up
        from practice import work

        opening.register_steps()
        setting_up.register_all()
        register_ledger()
        following.connect()
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
