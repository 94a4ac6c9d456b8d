"""Load what the ground floor brings along."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from practice import shipped
from practice.models import HelpLine, PolicyText, Practice, Processor
from practice.shipped import markdown
from practice.texts import is_in_use

TEXTS = Path(__file__).resolve().parent.parent / "texts"


def register() -> None:
    """Register the parts in their order."""
    shipped.register("practice details", load_details)
    shipped.register("policy texts", load_policy_texts)
    shipped.register("help lines", load_help_lines)
    shipped.register("rows of who learns what", load_processors)


def rows_of(name: str) -> Any:
    """Return the content of a JSON file among the texts."""
    return json.loads((TEXTS / name).read_text(encoding="utf-8"))


def load_details() -> int:
    """Store the details that are known; what is not known stays blank, and shows nothing."""
    if Practice.objects.exists():
        return 0
    Practice(**rows_of("practice.json")).save()
    return 1


def load_policy_texts() -> int:
    """Add each version of a policy text that is not there yet; it waits to be read by the therapist.

    A version is named for the day on which it starts; a second one of the same day has a number after it: 2026-11-22.2.

    Raises:
        shipped.ChangedTextError: a file says something else under a version that people have agreed to.
    """
    added = 0
    for path in sorted(TEXTS.glob("*.md")):
        text = markdown.read(path)
        meta = text.meta
        stored, is_new = PolicyText.objects.get_or_create(
            slug=text.slug,
            version=meta["version"],
            language=meta["language"],
            defaults={
                "kind": PolicyText.Kind(meta["kind"]),
                "title": meta["title"],
                "summary": meta["summary"],
                "body": text.body,
                "starts_on": date.fromisoformat(meta["version"].partition(".")[0]),
            },
        )
        if not is_new and stored.body != text.body and is_in_use(stored):
            raise shipped.ChangedTextError(path.name, stored.version)
        added += is_new
    return added


def load_help_lines() -> int:
    """Store the help lines, none of them checked, where there are none."""
    if HelpLine.objects.exists():
        return 0
    return len(HelpLine.objects.bulk_create(HelpLine(**row) for row in rows_of("help_lines.json")))


def load_processors() -> int:
    """Store who learns what, where nothing is said yet."""
    if Processor.objects.exists():
        return 0
    return len(Processor.objects.bulk_create(Processor(**row) for row in rows_of("processors.json")))
