"""F10: an essay of twice the size is read in at most about twice the time, whatever its kind.

    python -m benchmarks.f10

prints one line of JSON for each kind of file: the CPU time of reading 2 MB over that of 1 MB, the smallest of three.
Something that grows with the square would come to 4.
"""

import os
import sys
from time import process_time

import django

from articles.importing import read_essay
from tests.articles.importing_cases import large_file
from tests.reporting import report

TARGET = 2.6
MEGABYTE = 1_000_000


def main() -> int:
    """Measure every kind, print its line and return 0 if all grow in proportion."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    ratios = {name: _cost(name, 2 * MEGABYTE) / _cost(name, MEGABYTE) for name in ("a.txt", "a.md", "a.html")}
    for name, ratio in ratios.items():
        report("F10", round(ratio, 2), TARGET, file=name)
    return 0 if max(ratios.values()) <= TARGET else 1


def _cost(name: str, size: int) -> float:
    content = large_file(size)
    return min(_once(name, content) for _ in range(3))


def _once(name: str, content: bytes) -> float:
    started = process_time()
    read_essay(name, content)
    return process_time() - started


if __name__ == "__main__":
    sys.exit(main())
