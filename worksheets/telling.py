"""Whether a client is told by one neutral email that something waits in her space, and what the desk says of it."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Client

AS_WISHED, YES, NO = "as wished", "yes", "no"


class TellsField(forms.ChoiceField):
    """The therapist's choice; left empty, it is the client's own."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [
            (AS_WISHED, gettext_lazy("As the client wished")),
            (YES, gettext_lazy("Yes")),
            (NO, gettext_lazy("No")),
        ]
        label = gettext_lazy("Tell the client by email")
        wished = gettext_lazy("As the client wished: yes for whoever is reached by email only.")
        words = format_lazy("{} {}", kwargs.pop("help_text"), wished) if "help_text" in kwargs else wished
        super().__init__(label=label, help_text=words, choices=choices, initial=AS_WISHED, required=False, **kwargs)


def is_to_tell(said: str, client: Client) -> bool:
    """Tell whether a client gets the message; "" counts as she wished, and whoever has no address gets none."""
    is_wished = said == YES or (said in {"", AS_WISHED} and client.reach == Client.Reach.EMAIL)
    return client.has_address and is_wished


def say_told(client: Client, *, tells: bool) -> str:
    """Return who tells the client: a message, the therapist, or nobody."""
    if not client.has_address:
        return _("There is no email address, so nothing is sent: tell the client yourself.")
    return _("One neutral email says that something new waits.") if tells else _("No email is sent.")
