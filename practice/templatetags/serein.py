"""What the templates need to dress forms, numbers and addresses."""

import re
from typing import Any
from urllib.parse import quote

from django import forms, template
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from practice.danger import has_danger_words
from practice.leaving import NEUTRAL_SITE
from practice.money import say_rupees

register = template.Library()
HOUR = re.compile(r"(\d) ([ap]m)\b")


@register.simple_tag
def leave_address() -> str:
    """Return where a public page is left to: a neutral site."""
    return NEUTRAL_SITE


@register.filter
def unbroken(words: str) -> str:
    """Return words in which no line ends between an hour and its am or pm, for where they stand large."""
    return HOUR.sub("\\1\N{NO-BREAK SPACE}\\2", words)


@register.simple_tag
def error_prefix(*candidates: object) -> str:
    """Return “Error: ” when one of the forms was sent with mistakes, else nothing."""
    wrong = any(isinstance(form, forms.BaseForm) and form.is_bound and form.errors for form in candidates)
    return _("Error: ") if wrong else ""


@register.filter
def focus_id(field: BoundField) -> str:
    """Return the id of the control an error should lead to: of a group, its first choice."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter
def control_kind(field: BoundField) -> str:
    """Return how a field is laid out: `choices`, `tick`, `group` (several controls) or `control`."""
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "tick"
    return "group" if isinstance(widget, forms.MultiWidget) else "control"


@register.filter
def choice_hint(field: BoundField, value: object) -> str:
    """Return the hint below one choice, from the field's own `choice_hints` if it has any."""
    hints: dict[str, Any] = getattr(field.field, "choice_hints", {})
    return str(hints.get(str(value), ""))


@register.filter
def dressed(field: BoundField) -> SafeString:
    """Return the control itself, with the class of its looks beside those it already has.

    A placeholder is left out: it is gone as soon as one types, and label and hint have said it.
    """
    field.field.widget.attrs.pop("placeholder", None)
    given = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"control {given}".strip()})


@register.filter
def ticked(field: BoundField) -> SafeString:
    """Return the input of a lone tick box, to be laid under its card."""
    return field.as_widget(attrs={"class": "choice__input"})


@register.filter
def choice_input(option: BoundWidget) -> SafeString:
    """Return the input of one choice, to be laid under its card; that it is wrong is said by the group."""
    option.data["attrs"] = {**option.data["attrs"], "class": "choice__input"}
    option.data["attrs"].pop("aria-invalid", None)
    return option.tag()


@register.filter
def is_optional(field: BoundField) -> bool:
    """Say whether a field may be left empty; a lone tick box says so by its words."""
    return not field.field.required and not isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def words_matched(text: str) -> bool:
    """Say whether words of a text are on the list about danger; no risk is read from it, nor safety from its lack."""
    return has_danger_words(text)


@register.filter
def spaced_phone(number: str) -> str:
    """Write a number as people read it: +918826402150 as “+91 88264 02150”; others stay as they are."""
    if number.startswith("+91") and len(number) == 13:
        return f"+91 {number[3:8]} {number[8:]}"
    return number


@register.filter
def whatsapp_address(number: str, text: str = "") -> str:
    """Return the address that opens a chat with an E.164 number, with a first line if one is given."""
    return f"https://wa.me/{number.removeprefix('+')}" + (f"?text={quote(text)}" if text else "")


@register.filter
def rupees(amount: int | None) -> str:
    """Write whole rupees with Indian grouping: 2000 as “₹2,000”, 150000 as “₹1,50,000”; None as nothing."""
    return "" if amount is None else say_rupees(amount)


@register.simple_tag
def no_language_services() -> SafeString:
    """Return the attributes of a page whose words go to no translation or spelling service of the browser."""
    return SafeString(' translate="no" spellcheck="false"')
