"""What the software brings along: facts, help lines, policy texts, and from the rooms above essays and worksheets.

Each part is loaded into an empty place only, so what the therapist changed or removed stays as she left it. Policy
texts are the exception: they are versions, and a version that is missing is added beside the others.
"""

from collections.abc import Callable

from django.db import transaction

type Load = Callable[[], int]


class ChangedTextError(Exception):
    """A shipped text was changed under a version that people have agreed to."""

    def __init__(self, name: str, version: str) -> None:
        super().__init__(
            f"practice/texts/{name} was changed, but people have agreed to its version {version}. "
            "Give the file a new version: the old one is kept for them."
        )


_parts: dict[str, tuple[int, Load]] = {}


def register(name: str, load: Load, *, floor: int = 0) -> None:
    """Add a part; `load` returns how many rows it added. A part may rely on those of lower floors."""
    _parts[name] = (floor, load)


def load_all() -> dict[str, int]:
    """Load every part, each whole or not at all; return how many rows each added."""
    added: dict[str, int] = {}
    for name, (_, load) in sorted(_parts.items(), key=lambda part: part[1][0]):
        with transaction.atomic():
            added[name] = load()
    return added
