"""How a measure tells its figure."""

import json
import sys


def report(measure: str, value: float, target: float, *, ok: bool | None = None, **more: object) -> None:
    """Print one line of JSON; `ok` defaults to "not above the target"."""
    line = {"id": measure, "value": value, "target": target, "ok": value <= target if ok is None else ok, **more}
    sys.stdout.write(json.dumps(line) + "\n")
