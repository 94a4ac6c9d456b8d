"""What a worksheet asks: plain data turned into typed prompts, refused with a clear sentence where it is wrong.

A kind is one class here and, in `forms.py`, how it is asked, read and said. Nothing in a worksheet is required.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _

type Definition = Mapping[str, Any]

ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
VALUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
MOST_PROMPTS = 40
MOST_OPTIONS = 40
LABEL_LENGTH = 200
HINT_LENGTH = 500
SHORT_LENGTH = 300  # characters that a short answer may have
LONG_LENGTH = 10_000  # characters that a long answer may have


class PromptError(ValueError):
    """A definition cannot be used; its text is a sentence for whoever wrote the definition."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of several answers: what is stored, and what is read."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question."""

    keys: ClassVar[frozenset[str]] = frozenset({"id", "kind", "label", "hint", "required"})

    id: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Short(Prompt):
    """A line of text."""


@dataclass(frozen=True, slots=True)
class Long(Prompt):
    """Text of several lines."""


@dataclass(frozen=True, slots=True)
class Scale(Prompt):
    """A number from `low` to `high`, both included; the labels say what the ends mean."""

    keys: ClassVar[frozenset[str]] = Prompt.keys | {"min", "max", "min_label", "max_label"}

    low: int = 0
    high: int = 10
    low_label: str = ""
    high_label: str = ""


@dataclass(frozen=True, slots=True)
class Choices(Prompt):
    """One of several options."""

    keys: ClassVar[frozenset[str]] = Prompt.keys | {"options"}

    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Checklist(Prompt):
    """Any number of several options."""

    keys: ClassVar[frozenset[str]] = Prompt.keys | {"options"}

    options: tuple[Option, ...] = ()


KINDS: dict[str, type[Prompt]] = {
    "short": Short,
    "long": Long,
    "scale": Scale,
    "choices": Choices,
    "checklist": Checklist,
}


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
