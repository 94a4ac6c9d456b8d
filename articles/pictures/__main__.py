"""The other process: reads a wish from standard input, writes the answer to standard output."""

import json
import resource
import sys
from contextlib import suppress

from articles.pictures.answering import answer_to

MEMORY = 1_000_000_000  # bytes of address space; a JPEG of 50 million pixels takes a third of it
CPU_SECONDS = 40


def main() -> None:
    """Answer one wish, within limits."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    with suppress(ValueError):  # macOS knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    json.dump(answer_to(json.load(sys.stdin)), sys.stdout)


if __name__ == "__main__":
    main()
