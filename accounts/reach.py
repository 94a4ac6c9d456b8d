"""How someone may be reached: by email alone unless she chose more, and nothing shows a number before she did."""

from dataclasses import asdict, dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _

from accounts.models import Client

EMAIL, WHATSAPP = Client.Reach.EMAIL, Client.Reach.WHATSAPP


class Reachable(Protocol):
    """A row that holds what someone chose: a client's own, or a request's until there is a client."""

    reach: str
    phone: str
    safe_hours: str
    voicemail: bool


@dataclass(frozen=True, slots=True)
class ReachWishes:
    """What someone chose. `phone` is E.164, "" with email only; `safe_hours` are her own words."""

    reach: str = EMAIL.value
    phone: str = ""
    safe_hours: str = ""
    voicemail: bool = False

    def columns(self) -> dict[str, Any]:
        """Return the wishes by the names that the columns have."""
        return asdict(self)


EMAIL_ONLY = ReachWishes()


def wishes_of(row: Reachable) -> ReachWishes:
    """Return the wishes that a row holds."""
    return ReachWishes(row.reach, row.phone, row.safe_hours, row.voicemail)


@dataclass(frozen=True, slots=True)
class Reaching:
    """What the desk shows of it; without a `number` there is neither a call nor a chat to open."""

    words: str
    number: str = ""
    is_whatsapp: bool = False
    safe_hours: str = ""
    voicemail: str = ""


def how_to_reach(row: Reachable) -> Reaching:
    """Return what the desk may show: the number only where a call or WhatsApp was chosen."""
    is_unwritten = isinstance(row, Client) and not row.has_address
    if row.reach == EMAIL or not row.phone:
        return Reaching(_("In person only: there is no email address.") if is_unwritten else _("By email only."))
    is_whatsapp = row.reach == WHATSAPP
    return Reaching(
        words=_("WhatsApp was chosen.") if is_whatsapp else _("A phone call was chosen."),
        number=row.phone,
        is_whatsapp=is_whatsapp,
        safe_hours=row.safe_hours or (_("not said; ask") if is_unwritten else _("not said; ask by email first")),
        voicemail=_("Voicemail is all right.") if row.voicemail else _("Leave no voicemail."),
    )
