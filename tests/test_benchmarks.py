"""The measures are found, run and judged."""

import json
from pathlib import Path

import pytest

from benchmarks import run

MODULE = "import json, sys\n\ndef main():\n    print({line!r})\n    return {code}\n\nsys.exit(main())\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of measures with nothing in it but a module that is none."""
    folder = tmp_path / "measures"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "parts.py").write_text("SHARED = 1\n")
    return folder


def add(folder: Path, name: str, *, ok: bool = True, code: int = 0, line: str | None = None) -> None:
    """Write a measure that prints one line."""
    figure = json.dumps({"id": name.upper(), "value": 1, "target": 2, "ok": ok})
    (folder / f"{name}.py").write_text(MODULE.format(line=figure if line is None else line, code=code))


def test_speed_belongs_to_bench_and_the_rest_to_measure(folder: Path) -> None:
    for name in ("b6", "f5", "f12", "forms"):
        add(folder, name)
    assert run.discover("measure", folder) == ["b6", "forms"]
    assert run.discover("bench", folder) == ["f12", "f5"]


def test_all_figures_ok_is_no_error_and_makes_a_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(folder, "b6")
    assert run.main(["measure"], folder) == 0
    assert capsys.readouterr().out.splitlines()[-1].split() == ["B6", "1", "2", "ok"]


@pytest.mark.parametrize(
    ("ok", "code", "line"),
    [(False, 0, None), (True, 3, None), (True, 0, "nothing of use"), (True, 0, "{}"), (True, 0, "[1]")],
)
def test_a_missed_target_a_failure_and_silence_are_errors(
    folder: Path, *, ok: bool, code: int, line: str | None
) -> None:
    add(folder, "b6", ok=ok, code=code, line=line)
    assert run.main(["measure"], folder) == 1


def test_one_missed_target_is_not_hidden_by_the_next(folder: Path) -> None:
    add(folder, "b6", ok=False)
    add(folder, "b7")
    assert run.main(["measure"], folder) == 1


def test_named_measures_run_alone(folder: Path) -> None:
    add(folder, "b6", ok=False)
    add(folder, "b7")
    assert run.main(["measure", "b7"], folder) == 0


def test_every_measure_of_the_project_has_its_place() -> None:
    found = {*run.discover("measure"), *run.discover("bench")}
    assert found == {path.stem for path in run.HERE.glob("*.py") if path.stem != "run" and run.has_main(path)}
