"""The suite's own rules hold, and would be noticed if they did not."""

import itertools
import socket
import subprocess
import sys
import threading
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from tests import strictness

SKIPS = """
import pytest

def test_it_passes():
    pass

@pytest.mark.skip(reason="not today")
def test_it_is_left_out():
    pass
"""


def run_skipping(folder: Path, plugin: str) -> "subprocess.CompletedProcess[str]":
    """Run a file that skips one of its tests, with or without the plugin."""
    (folder / "test_skips.py").write_text(SKIPS)
    (folder / "conftest.py").write_text(
        f"from tests.strictness import NothingLeftOut\ndef pytest_configure(config):\n    {plugin}\n"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:django", "-p", "no:cacheprovider", str(folder)]
    root = Path(__file__).resolve().parent.parent
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.gate
def test_a_skipped_test_fails_the_run_and_is_named(tmp_path: Path) -> None:
    result = run_skipping(tmp_path, "config.pluginmanager.register(NothingLeftOut())")
    assert result.returncode == pytest.ExitCode.TESTS_FAILED, result.stdout + result.stderr
    assert "SKIPPED, which CI does not allow" in result.stdout
    assert "test_it_is_left_out" in result.stdout


@pytest.mark.gate
def test_without_the_plugin_the_skip_would_pass(tmp_path: Path) -> None:
    assert run_skipping(tmp_path, "pass").returncode == pytest.ExitCode.OK


@pytest.mark.parametrize("host", ["192.0.2.1", "practice.example"])
def test_another_machine_cannot_be_reached(host: str) -> None:
    with pytest.raises(strictness.NetworkRefusedError, match=host):
        socket.create_connection((host, 80), timeout=1)


def test_a_socket_cannot_be_connected_past_the_look_up() -> None:
    with socket.socket() as one, pytest.raises(strictness.NetworkRefusedError):
        one.connect(("192.0.2.1", 80))


def test_this_machine_can_be_reached() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5),
    ):
        pass


@pytest.fixture
def watchers() -> list[object]:
    """What watches the lines of what is set up for a test."""
    return [sys.gettrace(), threading.gettrace()]


@pytest.mark.unmeasured
def test_what_is_not_to_be_measured_is_not_watched_line_by_line(watchers: list[object]) -> None:
    """Under coverage, and side by side, the mark of pytest-cov alone did not do it."""
    assert [*watchers, sys.gettrace(), threading.gettrace()] == [None] * 4


def test_what_was_watched_is_watched_again_afterwards() -> None:
    before = sys.gettrace()
    seen: list[str] = []
    sys.settrace(lambda frame, event, argument: seen.append(frame.f_code.co_name))
    try:
        with strictness.unwatched():
            strictness.is_own("localhost")
        while_unwatched = seen.count("is_own")
        strictness.is_own("localhost")
    finally:
        sys.settrace(before)
    assert (while_unwatched, seen.count("is_own")) == (0, 1)


class Item:
    """A test, as far as the plugin asks it."""

    def __init__(self, *marks: str) -> None:
        self.marks = marks

    def get_closest_marker(self, name: str) -> str | None:
        """Return a mark that it has."""
        return name if name in self.marks else None


def test_watching_goes_on_with_the_first_test_that_is_to_be_measured_again() -> None:
    plugin, before = strictness.UnwatchedStretches(), sys.gettrace()
    order = [Item(), Item("unmeasured"), Item("unmeasured", "gate"), Item("gate"), Item("unmeasured")]
    seen: list[bool] = []

    def watch(frame: FrameType, event: str, argument: object) -> None:
        """Watch nothing."""

    sys.settrace(watch)
    try:
        for item, following in itertools.pairwise([*order, None]):
            running: Any = plugin.pytest_runtest_protocol(item, following)  # type: ignore[arg-type]
            next(running)
            seen.append(sys.gettrace() is watch)
            next(running, None)
            seen.append(sys.gettrace() is watch)
    finally:
        sys.settrace(before)
    assert seen == [True, True, False, False, False, True, True, True, False, True]
