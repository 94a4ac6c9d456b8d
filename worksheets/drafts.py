"""Every write to a draft: what the therapist builds, and nobody else sees before she opens it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from worksheets.models import Version, Worksheet
from worksheets.prompts import Definition, parse_prompts

type Definitions = list[dict[str, Any]]


class NotADraftError(Exception):
    """It was opened, or dropped, in the meantime: what is open is never changed."""


def start_worksheet(*, worksheet: Worksheet, now: datetime) -> Version:
    """Return the first draft of a new worksheet; it asks nothing yet."""
    return Version.objects.create(worksheet=worksheet, number=1, prompts=[], is_draft=True, created_at=now)


def put_prompt(*, version: Version, definition: Definition) -> None:
    """Put a prompt in the place of the one with its id, or at the end.

    Raises:
        PromptError: the prompt, or one too many, cannot be asked; its text says why.
        NotADraftError: the version is open to clients, or gone.
    """

    def put(prompts: Definitions) -> Definitions:
        own = dict(definition)
        if any(prompt["id"] == own["id"] for prompt in prompts):
            return [own if prompt["id"] == own["id"] else prompt for prompt in prompts]
        return [*prompts, own]

    change(version, put)


def move_prompt(*, version: Version, prompt_id: str, by: int) -> None:
    """Move a prompt by so many places, up where `by` is negative; at the ends nothing happens.

    Raises:
        NotADraftError: the version is open to clients, or gone.
    """

    def move(prompts: Definitions) -> Definitions:
        place = next((place for place, prompt in enumerate(prompts) if prompt["id"] == prompt_id), None)
        if place is None or not 0 <= place + by < len(prompts):
            return prompts
        moved = [*prompts]
        moved.insert(place + by, moved.pop(place))
        return moved

    change(version, move)


def remove_prompt(*, version: Version, prompt_id: str) -> None:
    """Take a prompt out.

    Raises:
        NotADraftError: the version is open to clients, or gone.
    """
    change(version, lambda prompts: [prompt for prompt in prompts if prompt["id"] != prompt_id])


def change(version: Version, step: Callable[[Definitions], Definitions]) -> None:
    """Let one step change the prompts of a draft as it is stored now; the row is locked meanwhile."""
    with transaction.atomic():
        stored = Version.objects.select_for_update().filter(pk=version.pk, is_draft=True).first()
        if stored is None:
            raise NotADraftError
        stored.prompts = step(stored.prompts)
        if stored.prompts:
            parse_prompts(stored.prompts)
        stored.save(update_fields=["prompts"])


def open_draft(*, version: Version) -> None:
    """Open a draft to clients: whoever begins from now on is asked this version.

    Raises:
        PromptError: it asks nothing, or something that cannot be asked.
        NotADraftError: it is open already, or gone.
    """
    with transaction.atomic():
        stored = Version.objects.select_for_update().filter(pk=version.pk, is_draft=True).first()
        if stored is None:
            raise NotADraftError
        parse_prompts(stored.prompts)
        stored.is_draft = False
        stored.save(update_fields=["is_draft"])


def drop_draft(*, version: Version) -> bool:
    """Let go of a draft; nobody can have written in it. False where it was open or gone."""
    deleted, _each = Version.objects.filter(pk=version.pk, is_draft=True).delete()
    return bool(deleted)
