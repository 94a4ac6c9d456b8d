"""What a worksheet asks: plain data turned into typed prompts, refused with a clear sentence where it is wrong."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from worksheets.kinds import (
    BODY_PARTS,
    CELL_LENGTH,
    KINDS,
    BodyMap,
    Checklist,
    Choices,
    Long,
    Option,
    Prompt,
    Rows,
    Scale,
    Table,
    Week,
)

type Definition = Mapping[str, Any]

ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
VALUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
MOST_PROMPTS = 40
MOST_OPTIONS = 40
LABEL_LENGTH = 200
HINT_LENGTH = 500
MOST_ROWS = 12
MOST_COLUMNS = 5


class PromptError(ValueError):
    """A definition cannot be used; its text is a sentence for whoever wrote the definition."""


def parse_prompts(definitions: Any) -> tuple[Prompt, ...]:
    """Return the prompts of a worksheet's definition, in order.

    Raises:
        PromptError: the definition is wrong; its text says where and what.
    """
    if not isinstance(definitions, list) or not definitions:
        raise PromptError(_("The prompts must be a list with at least one prompt."))
    if len(definitions) > MOST_PROMPTS:
        raise PromptError(_("A worksheet can have at most %(most)d prompts.") % {"most": MOST_PROMPTS})
    prompts = tuple(parse_prompt(definition, number) for number, definition in enumerate(definitions, start=1))
    refuse_twice((prompt.id for prompt in prompts), _("Two prompts have the id “%(twice)s”; each needs its own."))
    return prompts


def parse_prompt(definition: Any, number: int) -> Prompt:
    """Return one prompt; `number`, from 1, says which one a complaint is about."""
    try:
        if not isinstance(definition, Mapping):
            raise PromptError(_("it must be an object with an id, a kind and a label."))
        return build(definition)
    except PromptError as error:
        raise PromptError(_("Prompt %(number)d: %(fault)s") % {"number": number, "fault": error}) from None


def build(definition: Definition) -> Prompt:
    """Return the prompt of one definition; a complaint begins in lower case and does not say which prompt."""
    name = definition.get("kind")
    kind = KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        raise PromptError(_("its kind must be one of %(kinds)s.") % {"kinds": ", ".join(KINDS)})
    if unknown := sorted(str(key) for key in definition if key not in kind.keys):
        raise PromptError(_("a %(kind)s has no part called “%(part)s”.") % {"kind": name, "part": unknown[0]})
    if definition.get("required", False) is not False:
        raise PromptError(_("nothing in a worksheet can be required."))
    return kind(**basics(definition), **particulars(kind, definition))


def basics(definition: Definition) -> dict[str, str]:
    """Return what every prompt has."""
    prompt_id = definition.get("id")
    if not isinstance(prompt_id, str) or not ID.fullmatch(prompt_id):
        raise PromptError(_("its id must be small letters, digits and underscores, beginning with a letter."))
    return {
        "id": prompt_id,
        "label": read_text(definition, "label", LABEL_LENGTH, needed=True),
        "hint": read_text(definition, "hint", HINT_LENGTH),
    }


def particulars(kind: type[Prompt], definition: Definition) -> dict[str, Any]:
    """Return what only this kind has."""
    if issubclass(kind, Scale):
        return scale_ends(definition)
    if issubclass(kind, BodyMap):
        return {"options": tuple(Option(value, str(label)) for value, label in BODY_PARTS.items())}
    if issubclass(kind, Week):
        return {"columns": parse_columns(definition.get("columns"))}
    if issubclass(kind, Rows):
        return {"columns": parse_columns(definition.get("columns")), **row_particulars(definition)}
    if issubclass(kind, Choices | Checklist):
        return {"options": parse_options(definition.get("options"))}
    return {}


def scale_ends(definition: Definition) -> dict[str, Any]:
    """Return the ends of a scale: 0 and 10 unless told otherwise."""
    low, high = definition.get("min", 0), definition.get("max", 10)
    if type(low) is not int or type(high) is not int or not 0 <= low < high <= 10:
        raise PromptError(_("its scale must run between two whole numbers from 0 to 10, the smaller first."))
    return {
        "low": low,
        "high": high,
        "low_label": read_text(definition, "min_label", LABEL_LENGTH),
        "high_label": read_text(definition, "max_label", LABEL_LENGTH),
    }


def parse_columns(definitions: Any) -> tuple[Prompt, ...]:
    """Return what is asked in each row: prompts of every kind but tables."""
    if not isinstance(definitions, list) or not 1 <= len(definitions) <= MOST_COLUMNS:
        raise PromptError(_("it needs a list of 1 to %(most)d columns.") % {"most": MOST_COLUMNS})
    columns = tuple(parse_column(definition, number) for number, definition in enumerate(definitions, start=1))
    refuse_twice((column.id for column in columns), _("two columns have the id “%(twice)s”; each needs its own."))
    return columns


def parse_column(definition: Any, number: int) -> Prompt:
    """Return one column; `number`, from 1, says which one a complaint is about."""
    try:
        if not isinstance(definition, Mapping):
            raise PromptError(_("it must be an object with an id, a kind and a label."))
        column = build(definition)
        if isinstance(column, Table):
            raise PromptError(_("a table cannot stand in a table."))
    except PromptError as error:
        raise PromptError(_("column %(number)d: %(fault)s") % {"number": number, "fault": error}) from None
    return replace(column, most=CELL_LENGTH) if isinstance(column, Long) else column


def row_particulars(definition: Definition) -> dict[str, Any]:
    """Return how many rows there may be and what each is called."""
    most = definition.get("most", 6)
    if type(most) is not int or not 1 <= most <= MOST_ROWS:
        raise PromptError(_("its “most” must be a whole number of rows from 1 to %(most)d.") % {"most": MOST_ROWS})
    label = read_text(definition, "row_label", 40) or _("Row")
    return {"most": most, "row_label": label}


def parse_options(definitions: Any) -> tuple[Option, ...]:
    """Return the options of a list of choices."""
    if not isinstance(definitions, list) or not 2 <= len(definitions) <= MOST_OPTIONS:
        raise PromptError(_("it needs a list of 2 to %(most)d options.") % {"most": MOST_OPTIONS})
    options = tuple(parse_option(definition) for definition in definitions)
    refuse_twice((option.value for option in options), _("two options have the value “%(twice)s”."))
    return options


def parse_option(definition: Any) -> Option:
    """Return one option."""
    value = definition.get("value") if isinstance(definition, Mapping) else None
    if not isinstance(value, str) or not VALUE.fullmatch(value) or set(definition) != {"value", "label"}:
        raise PromptError(_("each option needs a value of letters, digits and hyphens, a label, and nothing else."))
    return Option(value, read_text(definition, "label", LABEL_LENGTH, needed=True))


def read_text(definition: Definition, key: str, length: int, *, needed: bool = False) -> str:
    """Return a text of at most `length` characters; empty where it is missing and not `needed`."""
    text = definition.get(key, "")
    if not isinstance(text, str) or len(text) > length:
        raise PromptError(
            _("its %(part)s must be a text of at most %(most)d characters.") % {"part": key, "most": length}
        )
    if needed and not text.strip():
        raise PromptError(_("it needs a %(part)s.") % {"part": key})
    return text.strip()


def refuse_twice(names: Iterable[str], complaint: str) -> None:
    """Refuse a name that comes twice; `complaint` has a place for it, `%(twice)s`."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise PromptError(complaint % {"twice": name})
        seen.add(name)
