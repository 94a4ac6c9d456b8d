"""What is typed about a parent or guardian: by the young person, by them, and by the therapist."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.admin_forms import DayInput
from bookings.forms import form_helper
from bookings.models import Guardian
from bookings.services import GuardianDetails
from practice.fields import AddressField, LineField


class AskGuardianForm(forms.Form):
    """Whom to write to, in the words of whoever asked."""

    name = LineField(
        label=gettext_lazy("Their name"),
        max_length=120,
        empty=gettext_lazy("Enter their name"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    relation = LineField(
        label=gettext_lazy("How are they related?"),
        help_text=gettext_lazy("Such as mother, father, guardian."),
        max_length=60,
        empty=gettext_lazy("Enter how they are related, such as mother"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = AddressField(
        label=gettext_lazy("Their email address"),
        help_text=gettext_lazy("They get one short email with a link. It does not say what you wrote."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["autocomplete"] = "off"  # the browser would offer one's own
        self.helper = form_helper()

    @property
    def details(self) -> GuardianDetails:
        """What was typed, for the service."""
        typed = self.cleaned_data
        return GuardianDetails(typed["name"], typed["relation"], typed["email"])


class AnswerForm(forms.Form):
    """What a parent or guardian says. A no needs no tick."""

    AGREE, REFUSE = "agree", "refuse"

    answer = forms.ChoiceField(
        choices=[(AGREE, AGREE), (REFUSE, REFUSE)],
        widget=forms.HiddenInput,
        error_messages={
            "required": gettext_lazy("Say whether you agree"),
            "invalid_choice": gettext_lazy("Say whether you agree"),
        },
    )
    is_guardian = forms.BooleanField(
        label=gettext_lazy("I am a parent or a lawful guardian, I have read this page, and I agree"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper()

    def clean(self) -> dict[str, Any]:
        """Want the tick with a yes."""
        cleaned = super().clean() or {}
        if cleaned.get("answer") == self.AGREE and not cleaned.get("is_guardian"):
            self.add_error("is_guardian", _("Tick the box if you agree"))
        return cleaned

    @property
    def agrees(self) -> bool:
        """Whether it is a yes."""
        return bool(self.cleaned_data["answer"] == self.AGREE)


class NoteGuardianForm(forms.Form):
    """Consent that was given to the therapist herself."""

    name = LineField(label=gettext_lazy("Name of the parent or guardian"), max_length=120)
    relation = LineField(label=gettext_lazy("How they are related"), max_length=60)
    contact = LineField(label=gettext_lazy("Phone or email"), max_length=254)
    how = forms.ChoiceField(
        label=gettext_lazy("How consent was given"),
        choices=[("", gettext_lazy("Choose"))]
        + [each for each in Guardian.How.choices if each[0] != Guardian.How.LINK],
    )
    given_on = forms.DateField(
        label=gettext_lazy("Day on which it was given"),
        widget=DayInput,
        error_messages={"invalid": gettext_lazy("Write a day such as 2026-12-07.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_given_on(self) -> date:
        """Refuse a day to come, and one of another century."""
        day: date = self.cleaned_data["given_on"]
        if not date(2000, 1, 1) <= day <= self.today:
            raise forms.ValidationError(_("Give the day on which it was given; it cannot be one to come."), code="day")
        return day

    @property
    def details(self) -> GuardianDetails:
        """What was typed, for the service."""
        typed = self.cleaned_data
        return GuardianDetails(typed["name"], typed["relation"], typed["contact"])


class NothingForm(forms.Form):
    """A question that needs no words."""
