"""The pages on which the therapist builds a worksheet: their addresses, and what is typed there."""

from typing import Any

from django.urls import reverse

from worksheets.models import Version


def at(name: str, version: Version, *more: str) -> str:
    return reverse(f"admin:worksheet_{name}", args=[version.pk, *more])


def typed(**fields: Any) -> dict[str, Any]:
    return {f"prompt-{name}": value for name, value in fields.items()}


def labels(version: Version) -> list[str]:
    version.refresh_from_db()
    return [prompt["label"] for prompt in version.prompts]
