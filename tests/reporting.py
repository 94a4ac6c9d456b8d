"""How a measure tells its figure: one line of JSON. Those of a test run are told together, at its end."""

import json
import os
import sys
import tempfile
from pathlib import Path

KEPT_IN = "MEASURES_FILE"  # in the environment, which the processes of one run share


def report(measure: str, value: float, target: float, *, ok: bool | None = None, **more: object) -> None:
    """Print one line of JSON, and keep it where a test run gathers them; `ok` defaults to "not above the target"."""
    line = {"id": measure, "value": value, "target": target, "ok": value <= target if ok is None else ok, **more}
    written = json.dumps(line) + "\n"
    sys.stdout.write(written)
    if path := os.environ.get(KEPT_IN):
        with open(path, "a", encoding="utf-8") as file:
            file.write(written)


def begin() -> bool:
    """Gather the lines from now on; the processes that are started add theirs. False within a run that gathers."""
    if KEPT_IN in os.environ:
        return False
    handle, os.environ[KEPT_IN] = tempfile.mkstemp(suffix=".jsonl")
    os.close(handle)
    return True


def end() -> list[str]:
    """Return the lines that were gathered, sorted, each once, and stop gathering."""
    path = Path(os.environ.pop(KEPT_IN))
    lines = sorted(set(path.read_text(encoding="utf-8").splitlines()))
    path.unlink()
    return lines
