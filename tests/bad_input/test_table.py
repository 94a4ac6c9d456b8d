"""The table of rows tells the truth."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROWS = [line.split("|")[1:4] for line in (HERE / "README.md").read_text("utf-8").splitlines() if line.startswith("| ")][
    1:
]


@cache
def names_in(path: Path) -> frozenset[str]:
    """Return the names of the tests of a module."""
    tree = ast.parse(path.read_text("utf-8"))
    return frozenset(
        node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


@pytest.mark.parametrize(
    ("ids", "place"), [(row[0].split(), row[2]) for row in ROWS], ids=lambda value: str(value)[:60]
)
def test_every_test_that_the_table_names_is_there(ids: list[str], place: str) -> None:
    for words in re.findall(r"`([^`]+)`", place):
        name, _colons, test = words.partition("::")
        path = HERE.parents[1] / name if name.startswith("tests/") else HERE / name
        assert names_in(path)
        assert not test or test in names_in(path)
    own = [HERE / name for name in re.findall(r"`(test_\w+\.py)`", place)]
    names = " ".join(test for path in own for test in names_in(path))
    assert not own or not [row for row in ids if f"_{row}_" not in names]


def test_every_test_here_is_named_after_its_row() -> None:
    known = {row for ids, _what, _place in ROWS for row in ids.split()} | {"s6", "u6", "u11"}
    for path in HERE.glob("test_*.py"):
        for name in names_in(path) if path.name != Path(__file__).name else ():
            assert name.split("_")[1] in known
