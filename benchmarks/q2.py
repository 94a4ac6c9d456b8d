"""Q2: how many small faults in the core of booking and of the clients' spaces their tests notice.

    python -m benchmarks.q2 [scheduling] [services] [access] [spaces] [--a-module N] [--minutes N]

prints one line of JSON for each part, then every fault that no test noticed. Without names all parts are measured:
every fault of scheduling and access, and of each module of the others a sample, the same each time. Runs on SQLite
with the fast tests; for services with the guards that call services themselves as well, for access and spaces with all
that ask whole pages. A fault in a function that none of them runs counts as not noticed.
"""

import argparse
import sys
from glob import glob
from pathlib import Path

import pytest

from benchmarks.mutation import Source, Trial
from tests.reporting import report

TARGET = 85
PAGES = [f"tests/bookings/test_{name}.py" for name in ("arranged_pages", "trip", "proving_page", "details_page")]
SPACES = [
    *("accounts/by_phone/services.py", "accounts/ledger/*.py", "accounts/sign_ins.py", "accounts/closing.py"),
    *(f"accounts/rights/{name}.py" for name in ("agreeing", "erasing", "holdings", "periods")),
    *(f"worksheets/{name}.py" for name in ("sharing", "opened", "drafts", "closing")),
    *(f"worksheets/measures/{name}.py" for name in ("access", "services", "sharing", "scoring", "rhythm", "asking")),
]
PARTS = {
    "scheduling": (["bookings/scheduling/*.py"], ["tests/bookings/scheduling"], None),
    "services": (
        ["*/services/*.py", "*/services.py"],
        ["tests/accounts", "tests/articles", "tests/bookings", "tests/worksheets"],
        20,
    ),
    "spaces": (SPACES, ["tests/accounts", "tests/worksheets"], 20),
    "access": (["*/access.py"], ["tests/test_access_matrix.py", "tests/accounts", *PAGES, "tests/worksheets"], None),
}

CALLING = [f"tests/bookings/test_{name}.py" for name in ("answering", "caps", "changing", "end_care")]
GUARDS = {
    "services": tuple(CALLING),
    "access": ("tests/",),
    "spaces": ("tests/",),
}  # files whose guards are run beside the fast tests


class Chosen:
    """A plugin of pytest: leaves out the guards, but those of the files that are named."""

    def __init__(self, guards: tuple[str, ...]) -> None:
        self.guards = guards

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep what is fast, and what was named."""
        items[:] = [item for item in items if not item.get_closest_marker("gate") or self.names(item)]

    def names(self, item: pytest.Item) -> bool:
        """Tell whether a test is in one of the files."""
        return item.nodeid.startswith(self.guards)


def main() -> int:
    """Measure, print the lines and return 0 if every part meets the target."""
    parser = argparse.ArgumentParser()
    parser.add_argument("parts", nargs="*")
    parser.add_argument("--a-module", type=int)
    parser.add_argument("--minutes", type=float, default=60)
    given = parser.parse_args()
    names = given.parts or list(PARTS)
    if len(names) > 1:  # a process of its own for each: the tests of one are not loaded for the next
        import subprocess

        options = ["--minutes", str(given.minutes)] + (["--a-module", str(given.a_module)] if given.a_module else [])
        return max(subprocess.call([sys.executable, "-m", "benchmarks.q2", name, *options]) for name in names)
    return measure(names[0], given.a_module, given.minutes)


def measure(name: str, a_module: int | None, minutes: float) -> int:
    """Measure one part."""
    patterns, tests, sampled = PARTS[name]
    paths = sorted({Path(path) for pattern in patterns for path in glob(pattern)})
    sources = [source for source in map(Source, paths) if source.faults]
    trial = Trial(sources, a_module=a_module or sampled, minutes=minutes)
    options = ["-q", "-p", "no:randomly", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", "not browser"]
    code = pytest.main([*options, *tests], plugins=[trial, Chosen(GUARDS.get(name, ()))])
    tried = len(trial.noticed) + len(trial.survived) + len(trial.not_run)
    score = round(100 * len(trial.noticed) / tried, 1) if tried else 0
    ok = score >= TARGET and code == 0
    of = sum(len(source.faults) for source in sources)
    report("Q2", score, TARGET, ok=ok, part=name, tried=tried, of=of, not_run=len(trial.not_run))
    for fault in sorted(map(str, trial.survived + trial.not_run)):
        print(f"  {fault}")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
