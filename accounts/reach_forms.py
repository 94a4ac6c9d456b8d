"""The questions about reaching someone, the same in a request, in the space and at the desk."""

import re
from typing import Any, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Client
from accounts.reach import EMAIL, EMAIL_ONLY, ReachWishes
from practice.fields import INDIAN_ZONES, LineField, PhoneField
from practice.naming import with_therapist

LIKE_AN_ADDRESS = re.compile(r"://|www\.|\S@\S", re.IGNORECASE)
REACH_FIELDS = ("reach", "phone", "safe_hours", "voicemail")
CHOICES = [
    (Client.Reach.EMAIL.value, _("Email only")),
    (Client.Reach.WHATSAPP.value, _("A WhatsApp message")),
    (Client.Reach.CALL.value, _("A phone call")),
]


class NameField(LineField):
    """What someone wants to be called; any name will do, but no address: the name stands in mails to others."""

    widget = forms.TextInput(attrs={"autocomplete": "given-name", "spellcheck": "false"})

    def __init__(self, **kwargs: Any) -> None:
        empty = _("Enter a name; any name is fine")
        super().__init__(label=_("What should we call you?"), max_length=120, empty=empty, **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if LIKE_AN_ADDRESS.search(text):
            words = _("Please leave web and email addresses out of the name; any name is fine")
            raise ValidationError(words, code="address")
        return text


class ReachFields(forms.Form):
    """How someone may be reached besides email. Nothing here has to be filled in."""

    reach = forms.ChoiceField(
        label=with_therapist(_("How may %(therapist)s reach you?")),
        help_text=_("Choose more than email only if it is safe for you."),
        choices=CHOICES,
        initial=EMAIL.value,
        widget=forms.RadioSelect,
        required=False,
    )
    phone = PhoneField(
        label=_("Phone"), help_text=_("With its country code, such as +91 98765 43210. Not kept with email only.")
    )
    safe_hours = LineField(
        label=_("When is it safe to reach you?"),
        help_text=_("In your own words. For example: weekdays, 10 to 4."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    voicemail = forms.BooleanField(label=_("A voicemail may be left"), required=False)

    has_address = True

    def ask_without_email(self) -> None:
        """Ask about somebody who has no address: what is otherwise email only is neither of the two then."""
        self.has_address = False
        reach = cast("forms.ChoiceField", self.fields["reach"])
        reach.choices = [(EMAIL.value, _("Neither: we arrange it in person")), *CHOICES[1:]]
        reach.help_text = ""
        self.fields["phone"].help_text = _("With its country code, such as +91 98765 43210.")

    def read_number_in(self, zone_name: str) -> None:
        """Let a number stand without its country code where the clock of whoever gives it is that of India."""
        if isinstance(phone := self.fields.get("phone"), PhoneField):
            phone.is_in_india = zone_name in INDIAN_ZONES

    def clean(self) -> dict[str, Any]:
        """Ask for the number that a call or a message needs."""
        cleaned = super().clean() or {}
        wants_number = cleaned.get("reach") not in {None, "", EMAIL}
        if wants_number and not cleaned.get("phone") and "phone" not in self.errors:
            other = _("Enter a number, or choose neither")
            words = _("Enter a number, or choose email only") if self.has_address else other
            self.add_error("phone", ValidationError(words, code="required"))
        return cleaned

    def wishes(self) -> ReachWishes:
        """Return what was chosen; with email only no number is kept, nor anything about one."""
        cleaned = self.cleaned_data
        if cleaned.get("reach") in {None, "", EMAIL}:
            return EMAIL_ONLY
        return ReachWishes(cleaned["reach"], cleaned["phone"], cleaned["safe_hours"], cleaned["voicemail"])


class OwnReachForm(ReachFields):
    """What a client says of herself in her space."""

    name = NameField(help_text=_("Any name is fine. Your next requests start with it."))
    field_order = ["name", *REACH_FIELDS]

    def __init__(self, *args: Any, is_remembered: bool = False, has_address: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_address:
            self.ask_without_email()
        if not is_remembered:
            for field in ("name", "phone"):
                self.fields[field].widget.attrs["autocomplete"] = "off"
        self.helper = FormHelper()
        self.helper.form_tag = False
