"""What people fill in to wait for a time: what suits them, and who they are where that is not known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from crispy_forms.layout import HTML, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bookings import pages
from bookings.forms import FOR_GROWN_UPS, RequestForm, form_helper, to_read
from bookings.models import PART_NAMES, Mode, SessionType, WaitingEntry, WorkingHours
from bookings.models.waiting import MODE_ORDER
from bookings.on_file import TICKS, texts_on_file
from bookings.scheduling.waiting import Part, cell
from bookings.services import Wishes
from bookings.shown_terms import Texts, terms_shown, texts_in_force
from bookings.waiting_words import HOURS_OF
from practice.times import Place

CELLS = [
    (cell(weekday, part), f"{label}, {PART_NAMES[part]}")
    for weekday, label in WorkingHours.Weekday.choices
    for part in Part
]


@dataclass(frozen=True, slots=True)
class CellBox:
    """One box of the table of days and parts of the day."""

    value: str
    label: str
    is_ticked: bool


class WishFields(forms.Form):
    """Ways, days and parts of the day, and the clock by which they are meant."""

    modes = forms.MultipleChoiceField(
        label=_("Which ways suit you?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tick at least one way"),
            "invalid_choice": _("This session is not held in that way. Choose again."),
        },
    )
    zone = forms.ChoiceField(
        label=_("Which time zone do you mean?"),
        error_messages={"invalid_choice": _("Choose a time zone from the list"), "required": _("Choose a time zone")},
    )
    cells = forms.MultipleChoiceField(
        label=_("Which days and hours suit you?"),
        choices=CELLS,
        required=False,
        error_messages={"invalid_choice": _("One of the days cannot be read. Choose again.")},
    )

    fields_on_file: frozenset[str] = frozenset()

    def set_up(self, session_type: SessionType, place: Place, home: Place, now: datetime, texts: Texts) -> None:
        """Offer the ways of the type and the zones; a type with one way does not ask for it."""
        self.session_type, self.texts = session_type, texts
        offered = [(mode.value, mode.label) for mode in session_type.modes]
        cast("forms.MultipleChoiceField", self.fields["modes"]).choices = offered
        cast("forms.ChoiceField", self.fields["zone"]).choices = pages.zone_choices(place, home, now)
        self.initial.setdefault("zone", place.zone.key)
        self.initial.setdefault("modes", ways_ticked(session_type, place, home))
        if len(session_type.modes) == 1:
            del self.fields["modes"]

    @property
    def parts(self) -> list[tuple[str, str]]:
        """The heads of the table: each part of the day with its hours."""
        return [(str(PART_NAMES[part]), str(HOURS_OF[part])) for part in Part]

    @property
    def days(self) -> list[tuple[str, list[CellBox]]]:
        """The rows of the table."""
        ticked = set(self["cells"].value() or [])
        names = dict(CELLS)
        return [
            (
                str(label),
                [CellBox(value, names[value], value in ticked) for part in Part for value in [cell(day, part)]],
            )
            for day, label in WorkingHours.Weekday.choices
        ]

    def what_suits(self) -> Wishes:
        """Return what was chosen, with the texts in force; only call it when the form is valid."""
        chosen: Sequence[str] = self.cleaned_data.get("modes") or [Mode(mode) for mode in self.session_type.modes]
        cells = [value for value, _label in CELLS if value in self.cleaned_data["cells"]]
        return Wishes(
            modes=[mode for mode in MODE_ORDER if mode in chosen],
            cells=[] if len(cells) == len(CELLS) else cells,
            zone_name=self.cleaned_data["zone"],
            notice_text=self.texts["notice"],
            confidentiality_text=self.texts["confidentiality"],
            on_file=texts_on_file(self.fields_on_file, self.texts),
        )


def ways_ticked(session_type: SessionType, place: Place, home: Place) -> list[str]:
    """Return the ways ticked beforehand: all, but for coming in person where the clock is another one."""
    ways = [mode.value for mode in session_type.modes]
    near = [way for way in ways if way != Mode.IN_PERSON]
    return ways if place.is_same_clock_as(home) else near or ways


class WishForm(WishFields):
    """What suits, for who has a place already."""

    def __init__(self, data: Any = None, *, entry: WaitingEntry, now: datetime) -> None:
        place, home = pages.places(entry.practitioner, entry.zone_name)
        super().__init__(data, initial={"modes": entry.modes, "cells": entry.cells, "zone": place.zone.key})
        self.set_up(entry.session_type, place, home, now, texts_in_force())
        self.helper = form_helper()
        modes = ["modes"] if "modes" in self.fields else []
        self.helper.layout = Layout(*modes, HTML('{% include "bookings/_wish_cells.html" %}'), "zone")


class JoinForm(WishFields, RequestForm):
    """What suits, and who asks. Someone known says only what suits, and ticks those of the two texts not `on_file`."""

    note = None  # type: ignore[assignment]  # nothing is written to the practice here
    field_order = ["modes", "cells", "zone", "name", "email", "is_adult", "limits", "consent"]

    def __init__(
        self,
        data: Any = None,
        *,
        session_type: SessionType,
        place: Place,
        home: Place,
        now: datetime,
        is_known: bool,
        texts: Texts,
        on_file: frozenset[str] = frozenset(),
    ) -> None:
        # How to reach someone is asked in her space, and a guardian is not asked here: the list is for grown-ups.
        super().__init__(
            data,
            terms=terms_shown(session_type, texts),
            is_known=True,
            has_guardian=True,
            on_file=on_file.intersection(TICKS),  # the rest of what is known goes below
        )
        self.set_up(session_type, place, home, now, texts)
        self.fields_on_file = self.on_file
        who = ["name", "email", "is_adult"]
        if is_known:
            for name in who:
                del self.fields[name]
        modes = ["modes"] if "modes" in self.fields else []
        cells, trap = (HTML(f'{{% include "{name}.html" %}}') for name in ("bookings/_wish_cells", "includes/trap"))
        asked = [] if is_known else who
        ticks = to_read(), *self.ticks
        self.helper.layout = Layout("request_key", "opened", trap, *modes, cells, "zone", *asked, *ticks)

    def clean(self) -> dict[str, Any]:
        """Stop kindly where a young person asks: whom to call comes first, and no other mistake is held against her."""
        cleaned = super().clean()
        if self.is_for_child and "is_adult" in self.fields:
            self.errors.clear()
            words = _(
                "The numbers on this page are there for you, at once; you can also ask for one of the free times, and "
                "a parent or guardian then has to agree."
            )
            self.add_error("is_adult", ValidationError(words, code=FOR_GROWN_UPS))
        return cleaned
