"""Whether a client is told by email that something new waits in her space; asked wherever something is given to her."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Client

AS_WISHED, YES, NO = "as wished", "yes", "no"


class TellsField(forms.ChoiceField):
    """The question, to be left as it is: then it is as the client wished."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [
            (AS_WISHED, _("If the client chose to be reached by email only")),
            (YES, _("Yes")),
            (NO, _("No")),
        ]
        label = _("Tell the client by email")
        super().__init__(label=label, choices=choices, initial=AS_WISHED, required=False, **kwargs)


def is_to_tell(said: str, client: Client) -> bool:
    """Tell whether a client gets the message; "" where the question was left out counts as she wished."""
    return said == YES or (said in {"", AS_WISHED} and client.reach == Client.Reach.EMAIL)
