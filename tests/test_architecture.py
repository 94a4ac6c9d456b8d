"""Who stands on whom: every import between two rooms is one of the drawn arrows."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("accounts", "articles", "bookings", "practice", "worksheets")
# An arrow is an import; one that names a module allows that module alone.
ARROWS = {
    "practice": set[str](),
    "accounts": {"practice"},
    "articles": {"accounts.rights.periods", "practice"},
    "bookings": {"accounts", "practice"},
    "worksheets": {"accounts", "articles", "bookings.selectors", "practice"},
}


def imports_in(source: str, package: str) -> Iterator[str]:
    """Give the dotted name of everything imported anywhere in a module of `package`, by statement or by function."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in {"import_module", "import_string", "__import__"}:
                yield str(node.args[0].value)


def is_drawn(room: str, name: str) -> bool:
    """Say whether a module of `room` may import `name`."""
    target = name.split(".")[0]
    if target not in ROOMS or target == room:
        return True
    return any(name == arrow or name.startswith(f"{arrow}.") for arrow in ARROWS[room])


def undrawn(room: str, source: str, package: str | None = None) -> list[str]:
    """Return the imports of a module that no arrow allows."""
    return sorted({name for name in imports_in(source, package or room) if not is_drawn(room, name)})


def modules(room: str) -> list[Path]:
    """Return every module of a room but its migrations, which refer to other rooms by name."""
    return [path for path in sorted((ROOT / room).rglob("*.py")) if "migrations" not in path.parts]


@pytest.mark.parametrize("room", ROOMS)
def test_every_import_between_rooms_is_drawn(room: str) -> None:
    found = {}
    for path in modules(room):
        package = ".".join(path.relative_to(ROOT).parent.parts)
        if faults := undrawn(room, path.read_text(encoding="utf-8"), package):
            found[str(path.relative_to(ROOT))] = faults
    assert found == {}


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("practice", "from bookings.models import Booking"),
        ("practice", "def late():\n    import accounts.models"),
        ("practice", "from importlib import import_module\nimport_module('worksheets.models')"),
        ("accounts", "import articles"),
        ("articles", "from accounts.models import User"),
        ("articles", "from accounts.rights import erasing"),
        ("bookings", "from articles import models"),
        ("bookings", "import worksheets.models"),
        ("worksheets", "from bookings.models import Booking"),
        ("worksheets", "from bookings import services"),
        ("worksheets", "import bookings"),
        ("accounts", "if TYPE_CHECKING:\n    from bookings.models import Booking"),
    ],
)
def test_an_undrawn_arrow_is_caught(room: str, source: str) -> None:
    assert undrawn(room, source) != []


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("worksheets", "from bookings.selectors import next_session"),
        ("worksheets", "from bookings import selectors"),
        ("worksheets", "from accounts.access import who_is_asking"),
        ("bookings", "from .scheduling import hours\nimport bookings.models"),
        ("articles", "import django\nfrom practice import times"),
    ],
)
def test_a_drawn_arrow_passes(room: str, source: str) -> None:
    assert undrawn(room, source) == []


def test_the_pure_core_does_not_know_django() -> None:
    core = sorted((ROOT / "bookings" / "scheduling").rglob("*.py"))
    assert core
    assert [path.name for path in core if "django" in path.read_text(encoding="utf-8").lower()] == []


def test_the_pure_core_imports_no_room_but_itself() -> None:
    for path in sorted((ROOT / "bookings" / "scheduling").rglob("*.py")):
        names = imports_in(path.read_text(encoding="utf-8"), "bookings.scheduling")
        ours = [name for name in names if name.split(".")[0] in ROOMS]
        assert all(name.startswith("bookings.scheduling") for name in ours), path.name
