"""The last seal of every chain, in a file outside the database: whoever cuts off a chain's end cannot cut it here.

A line for each: the chain's name, the number of its last entry, its seal. Lines are only added, under a lock that all
processes of the machine share; of several lines for one chain the highest number counts. A head that is behind, because
a process died right after its entry was stored, makes the check weaker for a moment and never wrong.
"""

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

from accounts.ledger.chain import Head

SPARE_LINES = 1000


def read() -> dict[str, Head]:
    """Return the heads by the names of their chains; none where there is no file yet. A torn line is left out."""
    heads: dict[str, Head] = {}
    with suppress(FileNotFoundError):
        for line in place().read_text(encoding="ascii", errors="replace").splitlines():
            parts = line.split()
            if len(parts) == 3 and parts[1].isascii() and parts[1].isdigit() and len(parts[2]) == 64:
                head = Head(int(parts[1]), parts[2])
                heads[parts[0]] = max(head, heads.get(parts[0], head), key=lambda each: each.number)
    return heads


def add(heads: Mapping[str, Head]) -> None:
    """Add heads. On the disk when it returns."""
    if not heads:
        return
    with locked():
        before = place().read_bytes() if place().exists() else b""
        if before.count(b"\n") > len(read()) + SPARE_LINES:
            rewrite({**read(), **heads})
            return
        torn = b"\n" if before and not before.endswith(b"\n") else b""
        with open(place(), "ab") as file:
            file.write(torn + written(heads))
            file.flush()
            os.fsync(file.fileno())


def replace(heads: Mapping[str, Head]) -> None:
    """Forget all that is kept, and keep these."""
    with locked():
        rewrite(heads)


def drop(name: str) -> None:
    """Forget one chain."""
    with locked():
        heads = read()
        if heads.pop(name, None):
            rewrite(heads)


def rewrite(heads: Mapping[str, Head]) -> None:
    """Write the whole file anew, at one stroke."""
    fresh = place().with_name(f"{place().name}.new")
    with open(fresh, "wb") as file:
        file.write(written(heads))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(place())


def written(heads: Mapping[str, Head]) -> bytes:
    """Return the lines of heads."""
    return "".join(f"{name} {head.number} {head.digest}\n" for name, head in heads.items()).encode()


@contextmanager
def locked() -> Iterator[None]:
    """Let no other process of this machine write meanwhile."""
    place().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(place().with_name(f"{place().name}.lock"), "ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def place() -> Path:
    """Return where the file is."""
    return Path(settings.LEDGER_FILE)
