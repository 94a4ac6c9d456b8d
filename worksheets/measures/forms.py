"""The forms of questionnaires: filling one in, entering one from its official text, and giving one to a client."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Client
from practice.fields import LineField, ParagraphField, has_visible, require_plain
from worksheets.forms import AnswerForm
from worksheets.measures.access import MeasureSheet, prompts_of
from worksheets.measures.models import Measure, MeasurePlan
from worksheets.measures.reading_in import Fault, read
from worksheets.measures.rhythm import LONGEST, Rhythm
from worksheets.measures.scoring import Questionnaire, asking
from worksheets.measures.sentences import say
from worksheets.telling import TellsField

MOST_CHARACTERS = 60_000
MOST_BYTES = 200_000


class AskingRadios(forms.RadioSelect):
    """Radio buttons of which some show help at once, by style alone: nothing is sent for it."""

    def __init__(self, asks: frozenset[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.asks = asks

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Mark the answers that show help."""
        option = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.asks:
            option["attrs"]["data-asks"] = ""
        return option


class MeasureForm(AnswerForm):
    """One questionnaire to fill in. Nothing is required; `asking_names` are the questions about safety."""

    def __init__(self, questionnaire: Questionnaire, *, body: Any = None, data: Any = None) -> None:
        super().__init__(prompts_of(questionnaire), body=body, data=data)
        self.asking_names: list[str] = []
        for mark in questionnaire.marks:
            item = questionnaire.item(mark.number)
            if item is not None:
                showing = asking(item, mark)
                asks = frozenset(str(place) for place, option in enumerate(item.options) if option in showing)
                field: Any = self.fields[f"q{mark.number}"]
                field.widget = AskingRadios(asks, choices=field.choices)
                self.asking_names.append(f"q{mark.number}")

    @classmethod
    def of(cls, sheet: MeasureSheet, data: Any = None) -> "MeasureForm":
        """Return the form of a sheet: as it is stored, or as it was sent."""
        return cls(sheet.questionnaire, body=sheet.body, data=data)


class WrittenField(forms.CharField):
    """A text whose lines are counted: kept as it was typed, but for the line ends."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        """Refuse what cannot be shown; leave blank lines where they are."""
        text = (super().to_python(value) or "").replace("\r\n", "\n")
        if self.max_length and len(text) > self.max_length:
            return text
        require_plain(text, allowed="\n\t")
        return text if has_visible(text) else ""


class EnterForm(forms.Form):
    """A questionnaire from its official text. Its wording belongs to its owner, so where it is from is asked too."""

    title = LineField(
        label=gettext_lazy("Its name"),
        help_text=gettext_lazy("Clients see it, and it stands in the list of what was opened."),
        max_length=80,
        error_messages={"required": gettext_lazy("Write the name of the questionnaire.")},
    )
    source = LineField(
        label=gettext_lazy("Where the wording is from"),
        help_text=gettext_lazy("Owner, edition and language, or the address of the official text. Clients see it."),
        max_length=300,
        error_messages={"required": gettext_lazy("Say where the wording is from.")},
    )
    permission = LineField(
        label=gettext_lazy("Why you may use it here"),
        help_text=gettext_lazy("A licence and its number, the owner's letter, or the owner's words that it is free."),
        max_length=300,
        error_messages={"required": gettext_lazy("Say why you may use it here.")},
    )
    intro = ParagraphField(
        label=gettext_lazy("Words above the questions"),
        help_text=gettext_lazy("Such as the period that is asked about, as the official text has it. May stay empty."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    text = WrittenField(
        label=gettext_lazy("Questions, answers and bands"),
        max_length=MOST_CHARACTERS,
        error_messages={
            "required": gettext_lazy("Paste the text here, or choose a file."),
            "max_length": gettext_lazy("Shorten this to %(limit_value)d characters or fewer. It has %(show_value)d."),
        },
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "autocomplete": "off"}),
    )
    may_use = forms.BooleanField(
        label=gettext_lazy("I have the right to use this wording here, and it is copied without a change."),
        error_messages={"required": gettext_lazy("Tick this, or do not enter the wording: it belongs to its owner.")},
    )

    def __init__(self, data: Any = None, *, keeps_title: bool = False, **kwargs: Any) -> None:
        super().__init__(data, use_required_attribute=False, **kwargs)
        self.fields["title"].disabled = keeps_title
        self.faults: tuple[Fault, ...] = ()
        self.questionnaire: Questionnaire | None = None

    def clean_text(self) -> str:
        """Read the text; what is wrong is told line by line, all of it at once."""
        text: str = self.cleaned_data["text"]
        came = read(text)
        self.faults, self.questionnaire = came.faults, came.questionnaire
        if self.faults:
            raise forms.ValidationError([say(fault) for fault in self.faults])
        return text

    @property
    def numbered(self) -> list[dict[str, Any]]:
        """The lines of a text that has faults, and whether they are meant."""
        meant = {fault.line for fault in self.faults}
        lines = str(self["text"].value() or "").replace("\r\n", "\n").split("\n") if self.faults else []
        return [{"words": words, "is_meant": number in meant} for number, words in enumerate(lines, 1)]


class UploadError(ValueError):
    """A file cannot be read; its text is a sentence for whoever chose it."""


def text_of(file: "UploadedFile[bytes]") -> str:
    """Return the text of an uploaded file.

    Raises:
        UploadError: it is too large, or no text.
    """
    if (file.size or 0) > MOST_BYTES:
        raise UploadError(_("The file is too large for a questionnaire. Choose a text or a CSV file."))
    raw: bytes = file.read()
    try:
        return raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        raise UploadError(_("The file is not a text in UTF-8. Save it as CSV UTF-8, or paste the text.")) from None


class GiveForm(forms.Form):
    """A questionnaire given to a client: how often, from when, and until when."""

    client = forms.ModelChoiceField(
        Client.objects.none(),
        label=gettext_lazy("Client"),
        error_messages={
            "required": gettext_lazy("Choose a client."),
            "invalid_choice": gettext_lazy("Choose a client in care."),
        },
    )
    every = forms.ChoiceField(label=gettext_lazy("How often"), choices=MeasurePlan.Every.choices)
    first_on = forms.DateField(
        label=gettext_lazy("From"),
        error_messages=dict.fromkeys(("required", "invalid"), gettext_lazy("Give the first day.")),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    last_on = forms.DateField(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("The last day. A schedule needs one; you can end it at any time before."),
        required=False,
        error_messages={"invalid": gettext_lazy("Give the last day, or leave it empty.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = LineField(label=gettext_lazy("A word to the client"), max_length=300, required=False)
    tells = TellsField(
        help_text=gettext_lazy(
            "One neutral line on each day that is known now: something new waits in your space. "
            "Before sessions it is sent once, at the beginning."
        )
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"first_on": today}, use_required_attribute=False)
        self.today = today
        clients: Any = self.fields["client"]
        clients.queryset = Client.objects.active().order_by("name", "pk")

    def clean_first_on(self) -> date:
        """Refuse a day that is over, or far away."""
        first: date = self.cleaned_data["first_on"]
        if not self.today <= first <= self.today + LONGEST:
            raise forms.ValidationError(_("Give a day from today on, within a year."))
        return first

    def clean(self) -> dict[str, Any]:
        """Ask a schedule for its end, within a year."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_on"), cleaned.get("last_on")
        if "last_on" in self.errors or first is None:
            return cleaned
        if last is None and cleaned.get("every") != Rhythm.ONCE:
            self.add_error("last_on", _("Give the last day: a schedule has an end."))
        elif last is not None and not first <= last <= first + LONGEST:
            self.add_error("last_on", _("The last day must come after the first, within a year of it."))
        return cleaned


def begins_with(measure: Measure) -> Mapping[str, Any]:
    """Return what the form of a new wording begins with: the draft there is, or the wording that is open."""
    version = measure.versions.order_by("-number")[0]  # it is never without one
    parts = ("source", "permission", "intro", "text")
    return {"title": measure.title, **{part: getattr(version, part) for part in parts}}
