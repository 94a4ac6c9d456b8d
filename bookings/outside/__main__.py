"""The other process: reads a wish from standard input, writes the answer to standard output."""

import json
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict

from bookings.outside.answering import answer_to
from bookings.outside.apart import Wish
from bookings.outside.fetching import TOTAL_SECONDS

MEMORY = 1_000_000_000
CPU_SECONDS = 20
ENTRY_SECONDS = 3.0


class TooSlowError(Exception):
    """The time that was given is over."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Break off what runs in this context when the time is over."""
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def give_up(_signal: int, _frame: object) -> None:
    """Answer the alarm."""
    raise TooSlowError


def main() -> None:
    """Answer one wish, within limits."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    with suppress(ValueError):  # macOS knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGALRM, give_up)
    wish = Wish(**json.load(sys.stdin))
    answer = answer_to(
        wish,
        fetch_limit=lambda: at_most(TOTAL_SECONDS + 1),
        entry_limit=lambda: at_most(ENTRY_SECONDS),
    )
    json.dump(asdict(answer), sys.stdout)


if __name__ == "__main__":
    main()
