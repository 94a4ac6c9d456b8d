"""Run the measures: `python -m benchmarks.run measure|bench [NAME...]`.

A measure is a module here with a `main()` that prints one line of JSON for each figure and returns 0 if its target is
met. Those of speed are named f1, f2, ... and belong to `bench`; all others to `measure`. Each runs in a process of its
own, one after the other: figures of speed are worth nothing when two run at once.
"""

import argparse
import ast
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Figure:
    """What one measure said."""

    name: str
    id: str
    value: Any
    target: Any
    ok: bool

    @property
    def row(self) -> tuple[str, str, str, str]:
        """The figure as a line of the table."""
        return self.id, str(self.value), str(self.target), "ok" if self.ok else "NOT OK"


def discover(which: str, folder: Path = HERE) -> list[str]:
    """Return the names of the modules of `which` set that have a `main()`."""
    names = [path.stem for path in sorted(folder.glob("*.py")) if path.name != "run.py" and has_main(path)]
    return [name for name in names if is_speed(name) is (which == "bench")]


def is_speed(name: str) -> bool:
    """Say whether a module measures speed, by its name."""
    return name[0] == "f" and name[1:2].isdigit()


def has_main(path: Path) -> bool:
    """Say whether a module defines `main()`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(isinstance(node, ast.FunctionDef) and node.name == "main" for node in tree.body)


def measure(name: str, folder: Path = HERE) -> Iterator[Figure]:
    """Run one module and give its figures as they come; one that fails or says nothing is a figure that is not ok."""
    command = [sys.executable, "-m", f"{folder.name}.{name}"]
    said = 0
    with subprocess.Popen(command, cwd=folder.parent, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for line in process.stdout:
            print(line, end="", flush=True)
            if figure := read_figure(name, line):
                said += 1
                yield figure
    if process.returncode or not said:
        yield Figure(name, name, f"exit code {process.returncode}", 0, ok=process.returncode == 0 and said > 0)


def read_figure(name: str, line: str) -> Figure | None:
    """Return the figure in a line, None where it holds none."""
    try:
        given = json.loads(line)
        return Figure(name, given["id"], given["value"], given["target"], ok=given["ok"] is True)
    except (ValueError, KeyError, TypeError):
        return None


def table(figures: Sequence[Figure]) -> str:
    """Return the figures in columns."""
    rows = [("id", "value", "target", ""), *(figure.row for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def main(arguments: Sequence[str] | None = None, folder: Path = HERE) -> int:
    """Run the set, print its table, return 0 if every figure is ok."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run")
    parser.add_argument("which", choices=["measure", "bench"])
    parser.add_argument("names", nargs="*", help="only these modules")
    given = parser.parse_args(arguments)
    names = given.names or discover(given.which, folder)
    figures = [figure for name in names for figure in measure(name, folder)]
    print(f"\n{table(figures)}" if figures else "There is nothing to measure yet.")
    return 0 if all(figure.ok for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
