"""The worksheets that come with the software."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from articles.models import Essay
from worksheets.models import Version, Worksheet
from worksheets.prompts import parse_prompts

FOLDER = Path(__file__).resolve().parent / "library"
ASKED = ("intro", "outro", "minutes", "prompts")


def load() -> int:
    """Store the shipped worksheets, and their new wording where it changed; return how many were stored or changed.

    Safe to run as often as one likes. What the therapist wrote on top of a shipped version stays the newest. A
    shipped version that someone has started is followed by a new one; one that nobody has is brought up to date.

    Raises:
        PromptError: a shipped file is wrong; nothing of it is stored.
    """
    changed = 0
    for path in sorted(FOLDER.glob("*.json")):
        with transaction.atomic():
            changed += load_worksheet(json.loads(path.read_text(encoding="utf-8")))
    return changed


def load_worksheet(content: dict[str, Any]) -> bool:
    """Store one shipped worksheet; return whether anything was to be done."""
    parse_prompts(content["prompts"])
    worksheet, _created = Worksheet.objects.get_or_create(slug=content["slug"], defaults={"title": content["title"]})
    if worksheet.essay is None:
        worksheet.essay = Essay.objects.filter(slug=content.get("essay", "")).first()
        worksheet.save(update_fields=["essay"])
    asked = {name: content[name] for name in ASKED if name in content}
    newest = worksheet.versions.order_by("-number").first()
    is_due = newest is None or (newest.is_shipped and differs(newest, asked))
    if is_due:
        store_version(worksheet, newest, asked)
    return is_due


def differs(version: Version, asked: dict[str, Any]) -> bool:
    """Tell whether a stored version asks something else than the shipped file."""
    return any(getattr(version, name) != value for name, value in asked.items())


def store_version(worksheet: Worksheet, newest: Version | None, asked: dict[str, Any]) -> None:
    """Store the next version, which awaits review.

    The newest is never written over, not even while nobody has begun it: its number would tell the therapist which.
    """
    number = newest.number + 1 if newest else 1
    Version.objects.create(worksheet=worksheet, number=number, is_shipped=True, **asked)
