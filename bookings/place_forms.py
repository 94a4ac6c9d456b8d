"""What the therapist chooses when she places a session herself: for whom and what, then when."""

from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Client
from bookings.desk_forms import ProposeForm
from bookings.models import Mode, SessionType
from practice.fields import ParagraphField


class ClientChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """People with an address or without one; where there is one, it tells two of one name apart."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name, with the address where there is one."""
        address = obj.user.email if obj.user else ""
        return f"{obj.name}, {address}" if address else str(obj.name)


class WhatForm(forms.Form):
    """For whom, which session and how."""

    client = ClientChoice(
        label=gettext_lazy("For"),
        queryset=Client.objects.none(),
        empty_label=gettext_lazy("Choose somebody"),
        error_messages={
            "required": gettext_lazy("Choose for whom it is."),
            "invalid_choice": gettext_lazy("Choose somebody whose care has not ended."),
        },
    )
    type = forms.ModelChoiceField(
        label=gettext_lazy("Session"),
        queryset=SessionType.objects.none(),
        empty_label=None,
        error_messages={
            "required": gettext_lazy("Choose which session it is."),
            "invalid_choice": gettext_lazy("That session is not there any more. Choose another."),
        },
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=Mode.choices,
        error_messages={
            "required": gettext_lazy("Choose how it is held."),
            "invalid_choice": gettext_lazy("Choose how it is held."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Client.objects.exclude(status=Client.Status.ENDED).select_related("user").order_by("name", "pk")
        cast("ClientChoice", self.fields["client"]).queryset = people
        rows = SessionType.objects.select_related("practitioner")
        cast("forms.ModelChoiceField[SessionType]", self.fields["type"]).queryset = rows

    def clean(self) -> dict[str, Any]:
        """Want a way in which the session is held."""
        cleaned = super().clean() or {}
        if "type" in cleaned and "mode" in cleaned and cleaned["mode"] not in cleaned["type"].modes:
            ways = ", ".join(str(mode.label).lower() for mode in cleaned["type"].modes)
            self.add_error("mode", _("This session is held in another way: %(ways)s.") % {"ways": ways})
        return cleaned


class PlaceForm(ProposeForm):
    """When it is, and why, where a rule of one's own speaks against it; the key makes one session of two presses."""

    override_reason = ParagraphField(
        label=gettext_lazy("Why you place it all the same; it is kept in the history of the session"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_over_rules = forms.BooleanField(
        label=gettext_lazy("Place it although my own hours, time off or limits speak against it"), required=False
    )
    key = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid4,
        error_messages={
            "required": gettext_lazy("This page was not complete. Open it again and send it once more."),
            "invalid": gettext_lazy("This page was not complete. Open it again and send it once more."),
        },
    )

    @property
    def reason(self) -> str:
        """Why a rule does not count this time; "" without the tick."""
        return str(self.cleaned_data["override_reason"]) if self.cleaned_data["is_over_rules"] else ""
