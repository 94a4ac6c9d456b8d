"""The clock and the letters of a breach. A letter says what the register says; where that is empty, it shows a gap."""

from datetime import datetime, timedelta

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Breach
from practice.models import Practice
from practice.times import say_here

HOUR = timedelta(hours=1)


def clock_of(breach: Breach, now: datetime) -> str:
    """Say until when the full report is due at the Board, and how long that is."""
    if breach.noticed_at is None:
        return _("Runs for 72 hours from the moment of noticing.")
    if breach.report_sent_at:
        return _("Done: the full report was sent on %(when)s.") % {"when": say_here(breach.report_sent_at)}
    due = say_here(breach.report_due_at)
    if now >= breach.report_due_at:
        return _("Over since %(when)s. Send the full report now, and say why it is late.") % {"when": due}
    hours = (breach.report_due_at - now) // HOUR
    left = ngettext("%(hours)d hour left", "%(hours)d hours left", hours) % {"hours": hours}
    return _("%(left)s, until %(when)s. Tell the Board and the people at once, without waiting for that.") % {
        "left": left,
        "when": due,
    }


def board_letter(breach: Breach) -> str:
    """Return the letter to the Data Protection Board of India."""
    return letter("accounts/breach_board.txt", breach)


def people_letter(breach: Breach) -> str:
    """Return the letter to the people concerned."""
    return letter("accounts/breach_people.txt", breach)


def letter(template: str, breach: Breach) -> str:
    """Return a letter with what the register says."""
    context = {
        "practice": Practice.load(),
        "noticed": say_here(breach.noticed_at),
        "happened": breach.happened,
        "concerned": breach.concerned,
        "effects": breach.effects,
        "measures": breach.measures,
        "gap": _("[not written in the register yet]"),
    }
    return render_to_string(template, context).strip() + "\n"
