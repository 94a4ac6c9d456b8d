"""Worksheets for these tests, and what a page of one sends."""

from typing import Any

from accounts.models import Client
from worksheets.filling import page_mark
from worksheets.models import Version, Worksheet

LIST = "/space/worksheets/"
PAGE = "/space/worksheets/first-sheet/"
SAVE = "/space/worksheets/first-sheet/save/"
PAPER = "/space/worksheets/first-sheet/paper/"
ABSENT = "/space/worksheets/no-such-sheet/"

PROMPTS: list[dict[str, Any]] = [
    {"id": "line", "kind": "short", "label": "One line", "hint": "A <b>hint</b>"},
    {"id": "words", "kind": "long", "label": "In your words"},
    {"id": "tone", "kind": "scale", "label": "How loud", "min_label": "Quiet", "max_label": "Loud"},
    {
        "id": "place",
        "kind": "choices",
        "label": "Where",
        "options": [{"value": "home", "label": "At home"}, {"value": "out", "label": "Elsewhere"}],
    },
    {
        "id": "found",
        "kind": "checklist",
        "label": "What was there",
        "options": [{"value": "sad", "label": "Sad"}, {"value": "glad", "label": "Glad"}],
    },
]


def make_sheet(slug: str = "first-sheet", *, in_library: bool = True, **changes: Any) -> Version:
    """Return the first version of a new worksheet of every kind of prompt."""
    worksheet = Worksheet.objects.create(slug=slug, code=slug, title="First sheet", is_in_library=in_library)
    return Version.objects.create(**{"worksheet": worksheet, "number": 1, "prompts": PROMPTS, **changes})


def page_of(slug: str) -> str:
    """Return the address of a worksheet that came with the software: it says nothing, and is another one everywhere."""
    return f"{LIST}{Worksheet.objects.get(slug=slug).code}/"


def typed(client: Client, revision: int = 0, **answers: Any) -> dict[str, Any]:
    """Return what the page sends: the answers by prompt, the others as an untouched page has them."""
    untouched = {"line": "", "words": "", "tone": "", "place": ""}
    fields = {f"w-{name}": value for name, value in {**untouched, **answers}.items()}
    return {"revision": str(revision), "page": page_mark(client), **fields, "whole": "1"}


def html(response: Any) -> str:
    """Return the text of a page."""
    return str(response.content.decode())
