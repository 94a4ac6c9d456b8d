"""Asking a process of its own to fetch and read a calendar.

It gets an address or a file and gives back times, nothing else. It holds no key, no password and no way to the
database; whatever a file does to it, a slow name server or an endless recurrence included, it ends within the minute.
"""

import base64
import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bookings.scheduling.intervals import Interval

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST_SECONDS = 45.0
# Where things lie on this machine; the environment's keys and passwords stay here.
PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "SSL_CERT_FILE", "SSL_CERT_DIR", "PYTHONTZPATH")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be read, in words that pass from one process to another.

    Either an `address` or a file's `content` in base64; `start` and `end` are minutes since 1970.
    """

    zone: str
    start: int
    end: int
    own_host: str
    address: str = ""
    content: str = ""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it. With a `problem` nothing was read; `is_unchanged` means that what is known still holds.

    `busy` holds pairs of minutes since 1970.
    """

    problem: str = ""
    is_unchanged: bool = False
    busy: tuple[tuple[int, int], ...] = ()
    entries: int = 0
    unreadable: int = 0
    etag: str = ""
    last_modified: str = ""

    @property
    def intervals(self) -> list[Interval]:
        """The busy times."""
        return [Interval(from_minutes(start), from_minutes(end)) for start, end in self.busy]


def to_minutes(instant: datetime) -> int:
    """Return an instant as whole minutes since 1970."""
    return int(instant.timestamp()) // 60


def from_minutes(minutes: int) -> datetime:
    """Return the instant of so many minutes since 1970."""
    return datetime.fromtimestamp(minutes * 60, UTC)


def wish_for(
    *, zone: str, window: Interval, own_host: str, address: str = "", content: bytes = b"", **known: str
) -> Wish:
    """Return a wish; `known` are the `etag` and `last_modified` of what was read before."""
    packed = base64.b64encode(content).decode()
    start, end = to_minutes(window.start), to_minutes(window.end)
    return Wish(zone, start, end, own_host, address=address, content=packed, **known)


def ask_apart(wish: Wish, *, seconds: float = LONGEST_SECONDS) -> Answer:
    """Let another process do it, and wait for `seconds` at most; where it fails or hangs the problem is `too_much`."""
    command = [sys.executable, "-m", "bookings.outside"]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(asdict(wish)).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
            timeout=seconds,
            check=True,
        )
        return answer_from(json.loads(done.stdout))
    except (subprocess.SubprocessError, ValueError, TypeError):
        return Answer(problem="too_much")


def answer_from(said: dict[str, Any]) -> Answer:
    """Return an answer that came as JSON."""
    return Answer(**{**said, "busy": tuple((int(start), int(end)) for start, end in said["busy"])})
