"""What the therapist types on the desk: a reason, a note, another time."""

from datetime import UTC, date, datetime
from typing import cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice.fields import LineField, ParagraphField
from practice.mail.discretion import find_telling_words

FIRST_YEAR, LAST_YEAR = 2000, 2100


class OverrideForm(forms.Form):
    """Why one's own rule does not count this time."""

    override_reason = ParagraphField(
        label=gettext_lazy("Why you confirm it all the same"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class NoteForm(forms.Form):
    """A note that stays with the practice."""

    note = ParagraphField(
        label=gettext_lazy("A note for yourself; the client does not see it"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DeclineForm(NoteForm):
    """One sentence to the client, which no message needs, besides the note that stays with the practice."""

    field_order = ["word", "note"]
    word = LineField(
        label=gettext_lazy("One sentence for the client, if you like"),
        help_text=gettext_lazy(
            "It follows the usual words of the message, below what a locked phone shows. For example a colleague whom "
            "they could ask, or when you will have room again."
        ),
        max_length=240,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )

    def clean_word(self) -> str:
        """Refuse what would tell others who read along what the practice is."""
        word: str = self.cleaned_data["word"]
        if find_telling_words(word):
            told = [each for each in word.split() if find_telling_words(each)] or [word]
            words = _("Others may read a message too, so it never says what this is about. Leave out: %(told)s")
            raise forms.ValidationError(words % {"told": ", ".join(told)}, code="telling")
        return word


class WallTimeField(forms.DateTimeField):
    """A time as the clock on the wall shows it, in the zone that is active; refused where the clock skips it."""

    default_error_messages = {
        "invalid": gettext_lazy("Write day and time such as 2026-11-25 13:00."),
        "clock": gettext_lazy("The clocks change on that day: this hour does not exist, or comes twice."),
        "year": gettext_lazy("That is too far away."),
    }

    def to_python(self, value: str | datetime | date | None) -> datetime | None:
        """Return the instant, or refuse it with a sentence."""
        try:
            instant = super().to_python(value)
        except forms.ValidationError as error:
            code = "clock" if error.code == "ambiguous_timezone" else "invalid"
            raise forms.ValidationError(self.error_messages[code], code=code) from None
        if instant and not FIRST_YEAR <= instant.year <= LAST_YEAR:
            raise forms.ValidationError(self.error_messages["year"], code="year")
        return instant


class ProposeForm(forms.Form):
    """Another time: one of those that are free, or any other in the practice's zone."""

    slot = forms.ChoiceField(
        label=gettext_lazy("A free time"),
        required=False,
        widget=forms.RadioSelect,
        choices=[],
        error_messages={"invalid_choice": gettext_lazy("That time is not free any more. Choose another.")},
    )
    other = WallTimeField(
        label=gettext_lazy("Or any other time"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "step": "300"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    override_reason = ParagraphField(
        label=gettext_lazy("If your own rules speak against it: why you offer it all the same"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def offer(self, choices: list[tuple[str, str]]) -> None:
        """Fill the list of free times; the last choice takes the tap on one of them back."""
        none = [("", _("None of these, but the time below"))] if choices else []
        cast("forms.ChoiceField", self.fields["slot"]).choices = [*choices, *none]

    def clean(self) -> dict[str, object]:
        """Want exactly one time."""
        cleaned = super().clean() or {}
        if bool(cleaned.get("slot")) == bool(cleaned.get("other")) and not self.errors:
            raise forms.ValidationError(_("Choose one time: from the list, or another one."))
        return cleaned

    @property
    def start(self) -> datetime:
        """The time chosen, in UTC."""
        if slot := self.cleaned_data.get("slot"):
            return datetime.fromisoformat(slot).astimezone(UTC)
        other: datetime = self.cleaned_data["other"]
        return other.astimezone(UTC)


class OfferForm(ProposeForm):
    """A time for somebody on the waiting list, and in which of the ways that suit them."""

    mode = forms.ChoiceField(
        label=gettext_lazy("How"),
        required=False,
        widget=forms.RadioSelect,
        choices=[],
        error_messages={"invalid_choice": gettext_lazy("That way does not suit them. Choose another.")},
    )

    def offer_ways(self, choices: list[tuple[str, str]]) -> None:
        """Ask for the way where there are several; the empty one leaves it to what is worked in at that time."""
        if len(choices) < 2:
            del self.fields["mode"]
            return
        first = ("", _("The first of these in which you work at that time"))
        cast("forms.ChoiceField", self.fields["mode"]).choices = [*choices, first]
