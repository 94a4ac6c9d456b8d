"""The practice's own steps on the opening list: details, help lines, texts, and a mail that really arrived.

Necessary is what somebody must know before asking a stranger for help: who she is by training or registration, where
messages come from, when an answer comes, whom to call, what is kept and what is told; and that her mail arrives at
all. The other details only help to choose, so they may wait.
"""

from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice import opening
from practice.health import Light
from practice.models import HelpLine, PolicyText, Practice
from practice.texts import current_text

CHECK_LASTS = timedelta(days=180)
REMIND_BEFORE = timedelta(days=30)


def register_steps() -> None:
    """Put the steps of this room on the opening list."""
    for step in (*_about_the_practice(), *_about_what_is_said()):
        opening.register(step)


def _about_the_practice() -> tuple[opening.Step, ...]:
    return (
        opening.Step(
            key="details",
            title=gettext_lazy("Fill in your details"),
            hint=lazy(details_hint, str)(),
            is_done=lambda: Practice.load().details_checked_on is not None and not details_missing(Practice.load()),
            address=details_address,
            order=10,
        ),
        opening.Step(
            key="more_details",
            title=gettext_lazy("Say more about yourself"),
            hint=gettext_lazy("What “Dr” stands for, languages, access to the rooms. A blank field shows nothing."),
            is_done=lambda: is_complete(Practice.load()),
            address=details_address,
            is_necessary=False,
            order=90,
        ),
        opening.Step(
            key="test_mail",
            title=gettext_lazy("Send a test mail to yourself"),
            hint=gettext_lazy("Open the link in it, and say there that it arrived."),
            is_done=lambda: Practice.load().test_mail_seen_on is not None,
            address=lambda: reverse("admin:test_mail"),
            is_act=True,
            order=70,
        ),
    )


def _about_what_is_said() -> tuple[opening.Step, ...]:
    return (
        opening.Step(
            key="help_lines",
            title=gettext_lazy("Check the help lines"),
            hint=gettext_lazy(
                "Call or look up each number that is shown, then mark it as checked. Again twice a year."
            ),
            is_done=lambda: has_checked_lines(timezone.localdate()),
            address=lambda: reverse("admin:practice_helpline_changelist"),
            order=50,
        ),
        opening.Step(
            key="texts",
            title=gettext_lazy("Read and approve the texts"),
            hint=gettext_lazy("What people agree to, and what the pages say in your name."),
            is_done=lambda: has_approved_texts(timezone.localdate()),
            address=lambda: reverse("admin:practice_policytext_changelist") + "?is_reviewed__exact=0",
            order=60,
        ),
    )


def details_address() -> str:
    """Return where the details are: the one row, which a bare database does not have yet."""
    if Practice.objects.exists():
        return reverse("admin:practice_practice_change", args=[1])
    return reverse("admin:practice_practice_add")


def details_missing(practice: Practice) -> list[str]:
    """Return what a stranger must know and is not filled in, in words."""
    has_training = bool(practice.qualification or (practice.registration_number and practice.registration_issuer))
    needed = {
        _("phone"): practice.phone,
        _("the email address that messages come from"): practice.email,
        _("qualification or registration"): has_training,
        _("how soon messages are answered"): practice.answers_within,
    }
    return [words for words, value in needed.items() if not value]


def details_hint() -> str:
    """Return what is still to be filled in, or that saving once is all that is missing."""
    if missing := details_missing(Practice.load()):
        return _("Missing: %s.") % ", ".join(missing)
    return _("Look through them and save them once: that says they are right.")


def is_complete(practice: Practice) -> bool:
    """Tell whether everything that a page can say about the therapist is filled in."""
    told = (practice.doctor_of, practice.qualification, practice.registration_number, practice.registration_issuer)
    return all((*told, practice.languages, practice.step_free_access))


def has_checked_lines(today: date, *, lasts: timedelta = CHECK_LASTS) -> bool:
    """Tell whether help lines are shown, and each was checked within `lasts` before `today`."""
    shown = HelpLine.objects.filter(is_shown=True)
    return shown.exists() and shown.count() == shown.filter(checked_on__gte=today - lasts).count()


def has_approved_texts(today: date) -> bool:
    """Tell whether there are texts, and each one that is in force on the day has been read and approved."""
    kept = PolicyText.objects.order_by().values_list("slug", "language").distinct()
    in_force = [current_text(slug, language, today) for slug, language in kept]
    return any(in_force) and all(text.is_reviewed for text in in_force if text)


def check_help_lines(now: datetime) -> Light:
    """Say whether each help line was checked lately; a month before the check lapses the light turns."""
    if has_checked_lines(timezone.localdate(now), lasts=CHECK_LASTS - REMIND_BEFORE):
        return Light(ok=True, text=_("The help lines have been checked."))
    return Light(ok=False, text=_("Help lines have to be checked: not each of them was in the last five months."))
