"""Everything that is held of one person, as plain data and as one file to take along."""

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from django.apps import apps
from django.db.models import DateTimeField, Model
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rights.holdings import HOLDINGS, LEFT_OUT, Holding, Person, columns_of, in_order, is_reference
from practice.crypto import SealedError
from practice.models import Practice
from practice.times import say_here

FORMAT = 1
JSON_NAME, HTML_NAME = "your-data.json", "your-data.html"
WORDS = "_words"  # after a column's name: what its value means


def collect(person: Person, now: datetime) -> dict[str, Any]:
    """Return all that is held of a person, as data that JSON can say, and what is left out with the reasons."""
    return {
        "format": FORMAT,
        "made_at": now.isoformat(),
        "practice": Practice.load().name,
        "held": [held(holding, person) for holding in in_order()],
        "left_out": [{"what": label, "why": str(reason)} for label, reason in sorted(LEFT_OUT.items())],
    }


def held(holding: Holding, person: Person) -> dict[str, Any]:
    """Return the rows of one holding, and which columns are left out."""
    return {
        "name": holding.name,
        "title": str(holding.title),
        "rows": [row_of(row, holding, person) for row in holding.rows(person)],
        "left_out": {name: str(reason) for name, reason in holding.left_out.items()},
    }


def row_of(row: Model, holding: Holding, person: Person) -> dict[str, Any]:
    """Return one row: every column by its name, what it means beside it, and what the room adds."""
    values: dict[str, Any] = {}
    for column in columns_of(holding):
        values[column.name] = value_of(row, column)
        if words := words_of(row, column, person):
            values[column.name + WORDS] = words
    return values | {name: plain(read(row)) for name, read in holding.also.items()}


def value_of(row: Model, column: Any) -> Any:
    """Return one value; what cannot be decrypted any more is said to be so."""
    try:
        return plain(getattr(row, column.attname))
    except SealedError:
        return _("This could not be opened: its key is lost.")


def words_of(row: Model, column: Any, person: Person) -> str:
    """Return what a value means: a choice in words, what a reference leads to; empty where the value says it all."""
    if column.choices:
        return str(getattr(row, f"get_{column.name}_display")())
    if not is_reference(column) or (there := getattr(row, column.name)) is None:
        return ""
    if isinstance(there, User):
        return _("you") if there == person.user else _("the practice")
    return _("%(words)s (Example)") % {"words": there} if getattr(there, "is_sample", False) else str(there)


def plain(value: Any) -> Any:
    """Return a value as JSON says it."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID | timedelta | Promise):
        return str(value)
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value


def to_take_along(person: Person, now: datetime) -> bytes:
    """Return the ZIP file: the data for a program, and a page for a reader."""
    collected = collect(person, now)
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr(JSON_NAME, json.dumps(collected, ensure_ascii=False, indent=1))
        archive.writestr(HTML_NAME, page_of(collected, now))
    return file.getvalue()


def page_of(collected: dict[str, Any], now: datetime) -> str:
    """Return the readable page of what was collected, a file of its own."""
    context = {**parts_of(collected), "now": now, "practice": Practice.load()}
    return render_to_string("accounts/rights_file.html", context)


def parts_of(collected: dict[str, Any]) -> dict[str, Any]:
    """Return what was collected as `_rights_parts.html` shows it."""
    parts = [
        {
            "title": each["title"],
            "rows": [readable(row, HOLDINGS[each["name"]]) for row in each["rows"]],
            "left_out": [
                {"what": label_of(HOLDINGS[each["name"]], name), "why": reason}
                for name, reason in each["left_out"].items()
            ],
        }
        for each in collected["held"]
    ]
    left_out = [{"what": name_of(each["what"]), "why": each["why"]} for each in collected["left_out"]]
    return {"parts": parts, "left_out": left_out}


def name_of(label: str) -> str:
    """Return what a reader calls a model."""
    return capfirst(str(apps.get_model(label)._meta.verbose_name_plural))


def readable(row: dict[str, Any], holding: Holding) -> list[dict[str, str]]:
    """Return a row as labels and values; what is empty is left out."""
    columns = {column.name: column for column in columns_of(holding)}
    return [
        {"label": label_of(holding, name), "value": row.get(name + WORDS) or say(row[name], columns.get(name))}
        for name in [*columns, *holding.also]
        if row[name] not in (None, "", [], {})
    ]


def label_of(holding: Holding, name: str) -> str:
    """Return what a reader calls a column."""
    labels = {column.name: column.verbose_name for column in holding.model._meta.get_fields() if column.concrete}
    return str(labels.get(name, name.replace("_", " "))).capitalize()


def say(value: Any, column: Any = None) -> str:
    """Return a value for a reader; an instant by the practice's clock, with its zone."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(column, DateTimeField):
        return say_here(datetime.fromisoformat(value))
    return "\n".join(lines_of(value)) if isinstance(value, dict | list) else str(value)


def lines_of(value: Any, depth: int = 0) -> Iterator[str]:
    """Yield what a list or a record holds, a line for each value, with what belongs together set in as far."""
    room = "\N{NO-BREAK SPACE}" * 3 * depth
    for name, each in value.items() if isinstance(value, dict) else [("", each) for each in value]:
        is_many = isinstance(each, dict | list)
        if name or not is_many:
            yield f"{room}{name}{': ' if name else ''}{'' if is_many else say(each)}".rstrip()
        if is_many:
            yield from lines_of(each, depth + bool(name))
