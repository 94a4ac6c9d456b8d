"""The list of erasures, in a file beside the database: a restored backup knows nothing of what was erased after it.

A line is added, never changed. It names nobody: a client by the random reference of her row, an address by a keyed
scramble, of which only this site can tell whether it fits an address.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.crypto import salted_hmac

BEGUN, FINISHED = "begun", "finished"


@dataclass(frozen=True, slots=True)
class Line:
    """One step of one erasure. `client` is empty for a login without one; times are ISO 8601."""

    act: str
    erasure: str
    at: str
    by: str = ""
    due: str = ""
    client: str = ""
    marks: tuple[str, ...] = ()

    @property
    def moment(self) -> datetime:
        """When it was."""
        return datetime.fromisoformat(self.at)


def mark_of(address: str) -> str:
    """Return the scramble by which an address is told again."""
    return salted_hmac("accounts.rights", address, algorithm="sha256").hexdigest()


def add(line: Line) -> None:
    """Write a line, and return once it is on the disk.

    Raises:
        OSError: the file cannot be written. An erasure that is not on the list must not go through.
    """
    path = Path(settings.ERASURE_LIST)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(line)) + "\n")
        file.flush()
        os.fsync(file.fileno())


def lines() -> Iterator[Line]:
    """Yield the lines, the oldest first; none where nobody was ever erased."""
    path = Path(settings.ERASURE_LIST)
    if path.exists():
        for text in path.read_text(encoding="utf-8").splitlines():
            said = json.loads(text)
            yield Line(**{**said, "marks": tuple(said["marks"])})
