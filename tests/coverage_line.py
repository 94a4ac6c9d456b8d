"""Q1: how much of the code the tests ran, by branch: `python -m tests.coverage_line --fail-under 98`."""

import argparse
import io
import json
import sys
from collections.abc import Iterable
from fnmatch import fnmatch
from typing import Any

from coverage import Coverage

from tests.reporting import report

STRICT = (
    "bookings/scheduling/*",
    "*/services.py",
    "*/services/*",
    "*/access.py",
    "accounts/ledger/*",
    "practice/crypto.py",
    "worksheets/sharing.py",
    "worksheets/measures/scoring.py",
    "worksheets/measures/sharing.py",
)


def percent(files: Iterable[dict[str, Any]]) -> float:
    """Return the share of lines and branches that ran, rounded down to a tenth; 100 where there are none."""
    sums = [file["summary"] for file in files]
    ran = sum(one["covered_lines"] + one["covered_branches"] for one in sums)
    there = sum(one["num_statements"] + one["num_branches"] for one in sums)
    return ran * 1000 // there / 10 if there else 100.0


def measured() -> dict[str, dict[str, Any]]:
    """Return what the last run left in `.coverage`, by file."""
    coverage = Coverage()
    coverage.load()
    where = io.StringIO()
    kept, sys.stdout = sys.stdout, where
    try:
        coverage.json_report(outfile="-")
    finally:
        sys.stdout = kept
    files: dict[str, dict[str, Any]] = json.loads(where.getvalue())["files"]
    return files


def main() -> int:
    """Print the figure of all the code and that of the parts that allow no gap; fail below the target."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--fail-under", type=float, required=True)
    parser.add_argument("--strict-fail-under", type=float, default=0.0)
    given = parser.parse_args()
    files = measured()
    strict = {name: file for name, file in files.items() if any(fnmatch(name, pattern) for pattern in STRICT)}
    gaps = sorted(name for name, file in strict.items() if percent([file]) < 100)
    whole, narrow = percent(files.values()), percent(strict.values())
    is_enough = whole >= given.fail_under and narrow >= given.strict_fail_under
    report("Q1", whole, given.fail_under, ok=is_enough, strict=narrow, strict_gaps=gaps)
    return 0 if is_enough else 1


if __name__ == "__main__":
    sys.exit(main())
