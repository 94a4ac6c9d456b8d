"""The scheduling core takes arguments and returns values; whatever else it could ask, it must not import."""

import ast
from pathlib import Path

import pytest

CORE = Path(__file__).parents[2] / "bookings" / "scheduling"
MODULES = sorted(CORE.glob("*.py"))
ALLOWED = {
    "bisect",
    "bookings.scheduling",
    "collections.abc",
    "dataclasses",
    "datetime",
    "enum",
    "functools",
    "itertools",
    "types",
    "typing",
    "uuid",
    "zoneinfo",
}
CLOCK = {"now", "utcnow", "today", "fromtimestamp", "localtime", "gmtime"}
READERS = {"open", "print", "input", "exec", "eval", "__import__"}


def impurities(source: str) -> list[str]:
    """Return what in `source` reaches outside: an import not on the list, the clock, a file."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                found += [alias.name for alias in names if not is_allowed(alias.name)]
            case ast.ImportFrom(module=module, level=level):
                found += [str(module)] if level or not is_allowed(str(module)) else []
            case ast.Attribute(attr=name) if name in CLOCK:
                found.append(name)
            case ast.Name(id=name) if name in READERS:
                found.append(name)
    return found


def is_allowed(module: str) -> bool:
    return module in ALLOWED or module.startswith("bookings.scheduling.")


def test_the_core_has_its_modules() -> None:
    names = {path.name for path in MODULES}
    assert {"intervals.py", "hours.py", "policy.py", "availability.py", "lifecycle.py"} <= names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_core_module_reaches_nothing_outside(path: Path) -> None:
    assert impurities(path.read_text()) == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_the_framework_is_not_even_named(path: Path) -> None:
    assert "django" not in path.read_text().lower()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_core_module_is_short_enough_to_read(path: Path) -> None:
    assert len(path.read_text().splitlines()) < 300


@pytest.mark.parametrize(
    "source",
    [
        "import django",
        "from django.utils import timezone",
        "from django.conf import settings",
        "import os",
        "import time",
        "from time import monotonic",
        "from bookings import models",
        "from . import intervals",
        "from datetime import datetime\ndatetime.now()",
        "import datetime\ndatetime.datetime.utcnow()",
        "from datetime import date\nday = date.today()",
        "open('/etc/timezone')",
        "def late():\n    import os",
    ],
)
def test_a_module_that_reaches_outside_is_noticed(source: str) -> None:
    assert impurities(source)
