"""What this room registers about rights: holdings, periods, messages, the worker's jobs."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from practice import mail, work


def register_all() -> None:
    """Register everything; the rooms above add their own."""
    from accounts.rights import complaining, desk, erasing, letters, noting, own, periods

    own.register_holdings()
    own.leave_out_models()
    noting.register_acts()
    register_periods()
    desk.register_at_desk()
    mail.register(erasing.TO_HER, letters.render_done, _("Confirmation of an erasure"))
    mail.register(erasing.TO_DESK, letters.render_desk, _("Note that somebody asked for erasure"))
    mail.register(complaining.KIND, complaining.render_note, _("Note about a complaint about data"))
    work.register_job("delete_old", periods.delete_old, every=timedelta(days=1))
    work.register_job("finish_erasures", letters.finish_and_scrub, every=timedelta(minutes=10))


def register_periods() -> None:
    """Name how long what is kept here; `docs/privacy-design.md` says the same in words."""
    from accounts import closing
    from accounts.rights import deleting
    from accounts.rights.complaining import DAYS
    from accounts.rights.erasing import SEALED
    from accounts.rights.periods import RULE_8_3, Kind, register

    register(Kind(SEALED, _("Sealed copies of people who were erased"), 365, RULE_8_3))
    basis = _(
        "Rules of 2025, rule 14: the practice says within how many days it answers. A lawyer must check how many are "
        "allowed at most."
    )
    register(Kind(DAYS, _("Complaints about data are answered within"), 30, basis))
    basis = _(
        "The practice’s own period: so long a client can read, print and take along what she wrote; then it is "
        "deleted. A lawyer must check how it stands beside rule 8(3). Holds for care that ends from now on: a day that "
        "was said stays."
    )
    register(Kind(closing.PERIOD, _("What a client wrote for herself, after the end of care"), 90, basis))
    title = _("Messages of the contact page that were answered")
    register(Kind("contact-messages", title, 365, RULE_8_3, deleting.contact_messages))
    title = _("Records of messages sent, without their words")
    register(Kind("sent-messages", title, 365, RULE_8_3, deleting.sent_messages))
    register(Kind("desk-log", _("The log of changes at the desk"), 365, RULE_8_3, deleting.desk_log))
