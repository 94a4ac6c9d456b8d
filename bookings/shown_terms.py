"""The terms that a form shows and carries along, signed: it is sent on these terms or not at all."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bookings.models import SessionType
from practice.models import PolicyText
from practice.money import say_rupees
from practice.texts import current_texts

NAMES = ("notice", "confidentiality", "cancellation")
TITLES = {
    "notice": gettext_lazy("the privacy notice"),
    "confidentiality": gettext_lazy("the text on what stays between us, and its limits"),
    "cancellation": gettext_lazy("the text on cancelling"),
}

type Texts = Mapping[str, PolicyText | None]


class ShownTerms(NamedTuple):
    """What is agreed to; of each text the key of its version, None where there is none."""

    minutes: int
    fee_rupees: int | None
    cancellation_hours: int
    notice: int | None
    confidentiality: int | None
    cancellation: int | None


def texts_in_force() -> Texts:
    """Return the texts that somebody who asks agrees to, by name. One query."""
    return current_texts(*NAMES)


def price_of(session_type: SessionType) -> tuple[int, int | None, int]:
    """Return the length in minutes, the fee in rupees and the hours for cancelling, as a page shows them."""
    return session_type.length_minutes, session_type.fee_rupees, session_type.practitioner.cancellation_hours


def terms_shown(session_type: SessionType, texts: Texts) -> ShownTerms:
    """Return what is agreed to: the price, and which version of each text."""
    notice, confidentiality, cancellation = (text.pk if (text := texts[name]) else None for name in NAMES)
    return ShownTerms(*price_of(session_type), notice, confidentiality, cancellation)


def say_changes(old: ShownTerms, new: ShownTerms) -> str:
    """Return what differs between two terms, each with what it was and what it is; "" where nothing does."""
    said = []
    for label, before, now in (
        (_("the fee"), say_fee(old.fee_rupees), say_fee(new.fee_rupees)),
        (_("the length"), say_minutes(old.minutes), say_minutes(new.minutes)),
        (_("until when cancelling is free"), say_free(old.cancellation_hours), say_free(new.cancellation_hours)),
    ):
        if before != now:
            words = {"what": label, "before": before, "now": now}
            said.append(_("%(what)s (it was: %(before)s; it is now: %(now)s)") % words)
    said += [str(TITLES[name]) for name in NAMES if getattr(old, name) != getattr(new, name)]
    return "; ".join(said)


def say_fee(rupees: int | None) -> str:
    """Return a fee in words."""
    return _("none named") if rupees is None else say_rupees(rupees)


def say_minutes(minutes: int) -> str:
    """Return a length in words."""
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}


def say_free(hours: int) -> str:
    """Return until when cancelling is free."""
    if not hours:
        return _("the start")
    return ngettext("%(count)d hour before", "%(count)d hours before", hours) % {"count": hours}
