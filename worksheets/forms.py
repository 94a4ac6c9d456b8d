"""Prompts as a form, and what was typed as an answer's body.

A body is plain data, {prompt id: value}: a text, a whole number, an option's value, a list of options' values, or for
a table {row: {column: value}}. What is left empty is not in it. Each cell of a table is a prompt like any other, so a
kind says once how it is asked, read and filled.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from practice.fields import LineField, ParagraphField
from worksheets.kinds import LONG_LENGTH, SHORT_LENGTH, Checklist, Choices, Long, Prompt, Scale, Short, Table
from worksheets.table_layout import TEMPLATE, TableLayout

type Body = dict[str, Any]
type Fields = dict[str, forms.Field]

END = "whole"  # the last field of the page: without it the request was cut off on its way
PREFIX = "w"  # keeps a prompt's id apart from the names that belong to the page
# What is typed here goes to this site only: not to a spelling or translation service, not into the browser's memory.
PRIVATE = {"autocomplete": "off", "spellcheck": "false", "translate": "no", "writingsuggestions": "false"}
TOO_LONG = _("Shorten this to %(limit_value)d characters or fewer. It has %(show_value)d, and is not saved yet.")
NOT_OFFERED = _("Choose from the answers that are offered.")
UNANSWERED = ("", _("No answer"))  # a radio button cannot be taken back otherwise


@dataclass(frozen=True, slots=True)
class Leaf:
    """A prompt with fields of its own, and where its value stands in a body."""

    path: tuple[str, ...]
    prompt: Prompt


def leaves(prompts: Sequence[Prompt]) -> Iterator[Leaf]:
    """Yield every prompt that has fields, the cells of tables included, in order."""
    for prompt in prompts:
        if isinstance(prompt, Table):
            for row in prompt.rows:
                yield from (Leaf((prompt.id, row.key, key), cell) for key, cell in prompt.cells(row))
        else:
            yield Leaf((prompt.id,), prompt)


def stored_at(body: Any, path: tuple[str, ...]) -> Any:
    """Return the value at a path of a body; None where there is none."""
    for key in path:
        body = body.get(key) if isinstance(body, Mapping) else None
    return body


def put(body: Body, path: tuple[str, ...], value: Any) -> None:
    """Put a value at a path of a body."""
    for key in path[:-1]:
        body = body.setdefault(key, {})
    body[path[-1]] = value


class AnswerForm(forms.Form):
    """One worksheet to fill in. Nothing is required; a field that is refused leaves the others as they are."""

    def __init__(self, prompts: Sequence[Prompt], *, body: Body | None = None, data: Any = None) -> None:
        self.leaves = list(leaves(prompts))
        self.begins_with = body or {}
        initial: dict[str, Any] = {}
        for leaf in self.leaves:
            initial |= fill(leaf.prompt, stored_at(body or {}, leaf.path))
        super().__init__(data=data, initial=initial, prefix=PREFIX, use_required_attribute=False)
        self.names: dict[tuple[str, ...], list[str]] = {}
        for leaf in self.leaves:
            fields = ask(leaf.prompt)
            self.names[leaf.path] = list(fields)
            self.fields.update(fields)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(*map(layout, prompts))

    @property
    def answered(self) -> int:
        """How many of its prompts hold an answer, a table being one."""
        body = self.read_body({}) if self.is_bound else self.begins_with
        return len({leaf.path[0] for leaf in self.leaves} & set(body))

    @property
    def is_whole(self) -> bool:
        """Whether the page arrived to its end."""
        return END in self.data

    def read_body(self, stored: Body) -> Body:
        """Return what was typed; of a prompt that was refused, or not sent at all, what is `stored` stays."""
        self.is_valid()
        body: Body = {}
        for leaf in self.leaves:
            names = self.names[leaf.path]
            is_kept = any(name in self.errors for name in names) or all(self.is_left_out(name) for name in names)
            value = stored_at(stored, leaf.path) if is_kept else read(leaf.prompt, self.cleaned_data)
            if value is not None:
                put(body, leaf.path, value)
        return body

    def is_left_out(self, name: str) -> bool:
        """Tell whether a field was not sent: a request that was cut off must not empty it.

        A browser does not send a check list without a tick, so only the end of the page tells the two apart.
        """
        sent_as = self.add_prefix(name)
        if not self.is_whole:
            return sent_as not in self.data
        return bool(self.fields[name].widget.value_omitted_from_data(self.data, self.files, sent_as))


@singledispatch
def ask(prompt: Prompt) -> Fields:
    """Return the fields that ask a prompt, by name."""
    raise TypeError(type(prompt))


@singledispatch
def read(prompt: Prompt, cleaned: Mapping[str, Any]) -> Any:
    """Return the value to store of what was typed, None where the prompt was left empty."""
    return cleaned.get(prompt.id) or None


@singledispatch
def fill(prompt: Prompt, value: Any) -> dict[str, Any]:
    """Return what the prompt's fields begin with, for a stored value or None."""
    return {prompt.id: value}


@singledispatch
def layout(prompt: Prompt) -> Any:
    """Return how a prompt's fields are laid out."""
    return Field(*ask(prompt), template=TEMPLATE)


@layout.register
def layout_table(prompt: Table) -> TableLayout:
    """Lay out a table row by row."""
    return TableLayout(
        prompt, {row.key: [name for _key, cell in prompt.cells(row) for name in ask(cell)] for row in prompt.rows}
    )


@ask.register
def ask_short(prompt: Short) -> Fields:
    """Ask for a line."""
    return {prompt.id: text_field(LineField, prompt, SHORT_LENGTH, forms.TextInput(attrs=PRIVATE))}


@ask.register
def ask_long(prompt: Long) -> Fields:
    """Ask for a text."""
    rows = 6 if prompt.most == LONG_LENGTH else 2
    return {prompt.id: text_field(ParagraphField, prompt, prompt.most, forms.Textarea(attrs={**PRIVATE, "rows": rows}))}


class ScaleField(forms.TypedChoiceField):
    """A whole number by radio buttons; what the two ends mean goes with it to the template."""

    def __init__(self, prompt: Scale, **kwargs: Any) -> None:
        steps = [(str(step), str(step)) for step in range(prompt.low, prompt.high + 1)]
        widget = forms.RadioSelect
        super().__init__(choices=[*steps, UNANSWERED], coerce=int, empty_value=None, widget=widget, **kwargs)
        self.low_label, self.high_label = prompt.low_label, prompt.high_label
        self.end_labels = {str(prompt.low): prompt.low_label, str(prompt.high): prompt.high_label}


@ask.register
def ask_scale(prompt: Scale) -> Fields:
    """Ask for a number."""
    return {prompt.id: ScaleField(prompt, error_messages={"invalid_choice": NOT_OFFERED}, **wording(prompt))}


@ask.register
def ask_choices(prompt: Choices) -> Fields:
    """Ask for one of the options."""
    field = forms.ChoiceField(
        choices=[*((option.value, option.label) for option in prompt.options), UNANSWERED],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": NOT_OFFERED},
        **wording(prompt),
    )
    return {prompt.id: field}


@ask.register
def ask_checklist(prompt: Checklist) -> Fields:
    """Ask for any of the options."""
    field = forms.MultipleChoiceField(
        choices=[(option.value, option.label) for option in prompt.options],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": NOT_OFFERED, "invalid_list": NOT_OFFERED},
        **wording(prompt),
    )
    return {prompt.id: field}


@read.register
def read_scale(prompt: Scale, cleaned: Mapping[str, Any]) -> int | None:
    """Return the number; zero is an answer."""
    return cleaned.get(prompt.id)


@fill.register(Scale)
@fill.register(Choices)
def fill_radio(prompt: Prompt, value: Any) -> dict[str, Any]:
    """Return the button to begin with: “No answer” where there is none."""
    return {prompt.id: "" if value is None else str(value)}


def text_field(
    kind: type[LineField] | type[ParagraphField], prompt: Prompt, most: int, widget: forms.Widget
) -> forms.Field:
    """Return a field for text of at most `most` characters.

    Without the browser's own limit, which would cut a pasted text without a word.
    """
    messages = {"max_length": TOO_LONG}
    field = kind(max_length=most, widget=widget, error_messages=messages, **wording(prompt))
    field.widget.attrs.pop("maxlength", None)
    return field


def wording(prompt: Prompt) -> dict[str, Any]:
    """Return what every field is told. The hint is escaped here: the form pack prints help texts as they are."""
    return {"label": prompt.label, "help_text": escape(prompt.hint), "required": False}
