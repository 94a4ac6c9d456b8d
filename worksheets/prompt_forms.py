"""A prompt as the therapist writes it: one form for each kind, and back to the data that a version holds.

What a form does not ask, such as the hint of a column, stays as it was.
"""

from typing import Any, ClassVar

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice.fields import LineField, ParagraphField
from worksheets.lines import fresh_id, lines_of, options_of
from worksheets.prompts import (
    HINT_LENGTH,
    LABEL_LENGTH,
    MOST_COLUMNS,
    MOST_OPTIONS,
    MOST_ROWS,
    PromptError,
    build,
)

PREFIX = "prompt"
KIND_NAMES = {
    "short": gettext_lazy("A line of text"),
    "long": gettext_lazy("Text of several lines"),
    "scale": gettext_lazy("A scale of numbers"),
    "choices": gettext_lazy("Choices, of which one is taken"),
    "checklist": gettext_lazy("A check list, of which any number is ticked"),
    "body": gettext_lazy("Places in the body, from head to foot"),
    "week": gettext_lazy("A table with a row for each day of the week"),
    "rows": gettext_lazy("A table with rows to be filled one after the other"),
}
COLUMN_KINDS = ("short", "long", "scale", "choices", "checklist", "body")
LISTED = ("choices", "checklist")


def between(low: int, high: int) -> dict[str, Any]:
    """Return one sentence for every number that is wrong."""
    said = format_lazy(gettext_lazy("Write a whole number from {low} to {high}."), low=low, high=high)
    return dict.fromkeys(("required", "invalid", "min_value", "max_value"), said)


class PromptForm(forms.Form):
    """What every prompt has."""

    kind: ClassVar[str] = ""

    label = LineField(
        label=gettext_lazy("What is asked"),
        max_length=LABEL_LENGTH,
        error_messages={"required": gettext_lazy("Write what is asked.")},
    )
    hint = ParagraphField(
        label=gettext_lazy("A word about it"),
        help_text=gettext_lazy("Stands in small letters under the question. May stay empty."),
        max_length=HINT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, kind: str, before: dict[str, Any] | None = None, prompt_id: str) -> None:
        self.kind_name, self.before, self.prompt_id = kind, before or {}, prompt_id
        super().__init__(data=data, prefix=PREFIX, initial=self.shown(self.before), use_required_attribute=False)

    def shown(self, before: dict[str, Any]) -> dict[str, Any]:
        """Return what the fields begin with."""
        return {"label": before.get("label", ""), "hint": before.get("hint", "")}

    def particulars(self) -> dict[str, Any]:
        """Return what only this kind has, of what was typed."""
        return {}

    def clean(self) -> dict[str, Any]:
        """Refuse what could not be asked, with the sentence that says why."""
        cleaned = super().clean() or {}
        if not self.errors:
            self.definition = self._definition()
        if not self.errors:
            try:
                build(self.definition)
            except PromptError as error:
                self.add_error(None, str(error))
        return cleaned

    def _definition(self) -> dict[str, Any]:
        """Return the prompt as a version holds it."""
        given = {"label": self.cleaned_data["label"], "hint": self.cleaned_data["hint"]}
        own = {"id": self.prompt_id, "kind": self.kind_name, **given, **self.particulars()}
        return {name: value for name, value in own.items() if value not in ("", None)}


class ScaleForm(PromptForm):
    """A scale: its ends and what they mean."""

    min = forms.IntegerField(label=gettext_lazy("From"), min_value=0, max_value=9, error_messages=between(0, 9))
    max = forms.IntegerField(label=gettext_lazy("To"), min_value=1, max_value=10, error_messages=between(1, 10))
    min_label = LineField(label=gettext_lazy("What the lowest number means"), max_length=LABEL_LENGTH, required=False)
    max_label = LineField(label=gettext_lazy("What the highest number means"), max_length=LABEL_LENGTH, required=False)

    def shown(self, before: dict[str, Any]) -> dict[str, Any]:
        """Begin with 0 and 10."""
        ends = {"min": before.get("min", 0), "max": before.get("max", 10)}
        words = {name: before.get(name, "") for name in ("min_label", "max_label")}
        return {**super().shown(before), **ends, **words}

    def clean_max(self) -> int:
        """Refuse a scale that runs backwards."""
        high: int = self.cleaned_data["max"]
        if high <= self.cleaned_data.get("min", -1):
            raise forms.ValidationError(_("The scale must end above the number at which it begins."))
        return high

    def particulars(self) -> dict[str, Any]:
        """Return the ends."""
        return {name: self.cleaned_data[name] for name in ("min", "max", "min_label", "max_label")}


class OptionsForm(PromptForm):
    """A list of answers, one in each line."""

    options = ParagraphField(
        label=gettext_lazy("The answers that are offered, one in each line"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=(LABEL_LENGTH + 2) * MOST_OPTIONS,
    )

    def shown(self, before: dict[str, Any]) -> dict[str, Any]:
        """Begin with the answers there are."""
        return {**super().shown(before), "options": "\n".join(each["label"] for each in before.get("options", []))}

    def clean_options(self) -> list[dict[str, str]]:
        """Return the answers as options."""
        return options_of(lines_of(self.cleaned_data["options"]), self.before.get("options", []))

    def particulars(self) -> dict[str, Any]:
        """Return the options."""
        return {"options": self.cleaned_data["options"]}


class TableForm(PromptForm):
    """A table: up to five columns, each a question of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [("", _("No column")), *((kind, KIND_NAMES[kind]) for kind in COLUMN_KINDS)]
        for number in range(1, MOST_COLUMNS + 1):
            words = {"number": number}
            self.fields[f"column{number}"] = LineField(
                label=_("Column %(number)d: what is asked") % words, max_length=LABEL_LENGTH, required=False
            )
            self.fields[f"kind{number}"] = forms.ChoiceField(
                label=_("Column %(number)d: how it is answered") % words, choices=kinds, required=False
            )
            self.fields[f"details{number}"] = ParagraphField(
                label=_("Column %(number)d: answers or ends") % words,
                help_text=_(
                    "For choices and check lists: one answer in each line. For a scale: what the lowest number "
                    "means, and in the next line the highest. For text: nothing."
                ),
                widget=forms.Textarea(attrs={"rows": 3}),
                max_length=(LABEL_LENGTH + 2) * MOST_OPTIONS,
                required=False,
            )
            self.fields[f"id{number}"] = forms.SlugField(widget=forms.HiddenInput, max_length=40, required=False)

    def shown(self, before: dict[str, Any]) -> dict[str, Any]:
        """Begin with the columns there are."""
        shown = super().shown(before)
        for number, column in enumerate(before.get("columns", []), start=1):
            details = [each["label"] for each in column.get("options", [])]
            if column["kind"] == "scale":
                details = [column.get("min_label", ""), column.get("max_label", "")]
            shown |= {
                f"id{number}": column["id"],
                f"column{number}": column["label"],
                f"kind{number}": column["kind"],
                f"details{number}": "\n".join(details).strip(),
            }
        return shown

    def particulars(self) -> dict[str, Any]:
        """Return the columns, those that are left empty skipped."""
        columns: list[dict[str, Any]] = []
        for number in range(1, MOST_COLUMNS + 1):
            if column := self._column(number, {each["id"] for each in columns}):
                columns.append(column)
        if not columns and not self.errors:
            self.add_error("column1", _("A table needs at least one column."))
        return {"columns": columns}

    def _column(self, number: int, taken: set[str]) -> dict[str, Any] | None:
        """Return one column; None where it is empty, or refused with a sentence at its field."""
        label, kind, lines = (
            self.cleaned_data[f"column{number}"],
            self.cleaned_data[f"kind{number}"],
            lines_of(self.cleaned_data[f"details{number}"]),
        )
        if not label and not kind and not lines:
            return None
        if not label:
            self.add_error(f"column{number}", _("Write what is asked in this column, or empty all of it."))
        elif not kind:
            self.add_error(f"kind{number}", _("Choose how this column is answered."))
        else:
            return self._put_together(number, label, kind, lines, taken)
        return None

    def _put_together(
        self, number: int, label: str, kind: str, lines: list[str], taken: set[str]
    ) -> dict[str, Any] | None:
        known = {column["id"]: column for column in self.before.get("columns", [])}
        column_id = self.cleaned_data[f"id{number}"]
        if column_id not in known or column_id in taken:
            column_id = fresh_id("c", taken | set(known))
        before = known.get(column_id, {})
        stays = {name: before[name] for name in ("hint", "min", "max") if name in before}
        own = {**(stays if before.get("kind") == kind else {}), "id": column_id, "kind": kind, "label": label}
        try:
            return {**own, **details_of(kind, lines, before)}
        except forms.ValidationError as error:
            self.add_error(f"details{number}", error)
        return None


def details_of(kind: str, lines: list[str], before: dict[str, Any]) -> dict[str, Any]:
    """Return what the details of a column say for its kind.

    Raises:
        forms.ValidationError: they do not fit the kind.
    """
    if kind in LISTED:
        return {"options": options_of(lines, before.get("options", []))}
    if kind == "scale":
        if len(lines) > 2 or any(len(line) > LABEL_LENGTH for line in lines):
            raise forms.ValidationError(_("A scale has two ends: write two short lines, or none."))
        return dict(zip(("min_label", "max_label"), lines, strict=False))
    if lines:
        raise forms.ValidationError(_("This kind of column needs nothing here. Choose another kind, or empty this."))
    return {}


class RowsForm(TableForm):
    """A table with rows to be filled one after the other."""

    row_label = LineField(
        label=gettext_lazy("What one row is called"),
        help_text=gettext_lazy("Such as “Situation”: the rows are then Situation 1, Situation 2 and so on."),
        max_length=40,
        required=False,
    )
    most = forms.IntegerField(
        label=gettext_lazy("Rows at most"), min_value=1, max_value=MOST_ROWS, error_messages=between(1, MOST_ROWS)
    )

    def shown(self, before: dict[str, Any]) -> dict[str, Any]:
        """Begin with six rows."""
        own = {"most": before.get("most", 6), "row_label": before.get("row_label", "")}
        return {**super().shown(before), **own}

    def particulars(self) -> dict[str, Any]:
        """Return the columns and the rows."""
        own = {name: self.cleaned_data[name] for name in ("most", "row_label")}
        return {**super().particulars(), **own}


FORMS: dict[str, type[PromptForm]] = {
    "short": PromptForm,
    "long": PromptForm,
    "scale": ScaleForm,
    "choices": OptionsForm,
    "checklist": OptionsForm,
    "body": PromptForm,
    "week": TableForm,
    "rows": RowsForm,
}


def form_for(kind: str, data: Any = None, *, before: dict[str, Any] | None = None, prompt_id: str) -> PromptForm:
    """Return the form of a kind, with what the prompt was `before`, or with what was sent."""
    return FORMS[kind](data, kind=kind, before=before, prompt_id=prompt_id)
