"""Tests of the gate at the size of a measure, on SQLite and, where it is found, on PostgreSQL."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WITH_POSTGRES = str(ROOT / "scripts" / "with-postgres")


def run_tests(test: str, **sizes: int) -> int:
    """Run one test on both engines with these sizes in the environment; its lines of JSON are printed by the run.

    Return 0 if it passes on each engine that is found.
    """
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", test]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {name: str(size) for name, size in sizes.items()}
    codes = [subprocess.call(command, cwd=ROOT, env=environment)]
    if subprocess.call([WITH_POSTGRES, "--find"], stdout=subprocess.DEVNULL) == 0:
        codes.append(subprocess.call([WITH_POSTGRES, *command], cwd=ROOT, env=environment))
    else:
        print("PostgreSQL was not found: measured on SQLite only.")
    return max(codes)
