"""What the whole suite keeps to: no network but this machine's own, and in CI no test left out."""

import os
import socket
import sys
import threading
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest

IS_CI = os.environ.get("CI") == "true"
OWN = ("127.", "::1", "localhost", "0.0.0.0")


@contextmanager
def unwatched() -> Iterator[None]:
    """Let nothing watch the lines that run, here and in threads begun meanwhile, for as long as the context lasts."""
    here, in_threads = sys.gettrace(), threading.gettrace()
    sys.settrace(None)
    threading.settrace(None)
    try:
        yield
    finally:
        if threading.gettrace() is None:
            threading.settrace(in_threads)
        if sys.gettrace() is None:
            sys.settrace(here)


class UnwatchedStretches:
    """A plugin that lets nothing watch the lines of tests marked `unmeasured`, nor of what is set up for them.

    Watched, such a test takes up to five times as long. `no_cover`, the mark of pytest-cov, lets its call alone go
    unwatched, and whenever watching begins or ends, Python goes through all code that it runs. So nothing is watched
    between two such tests either.
    """

    def __init__(self) -> None:
        self.stretch = ExitStack()
        self.is_unwatched = False

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, Any, Any]:
        """Go on with a stretch, begin one, or end it where the next test is to be measured."""
        if self.is_measured(item):
            self.end()
        elif not self.is_unwatched:
            self.stretch.enter_context(unwatched())
            self.is_unwatched = True
        try:
            return (yield)
        finally:
            if nextitem is None or self.is_measured(nextitem):
                self.end()

    def end(self) -> None:
        """Let what watched before watch again."""
        self.stretch.close()
        self.is_unwatched = False

    @staticmethod
    def is_measured(item: pytest.Item) -> bool:
        """Tell whether the lines that a test runs count as run."""
        return item.get_closest_marker("unmeasured") is None


class NetworkRefusedError(Exception):
    """A test wanted to reach another machine."""


def is_own(host: object) -> bool:
    """Say whether a host is this machine; None and "" mean it."""
    name = host.decode() if isinstance(host, bytes) else host
    return not name or (isinstance(name, str) and name.startswith(OWN))


@contextmanager
def only_this_machine() -> Iterator[None]:
    """Refuse to look up or to connect to anything but this machine, for as long as the context lasts."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def check(host: object) -> None:
        if not is_own(host):
            raise NetworkRefusedError(f"a test wanted to reach {host!r}")

    def guarded(original: Any) -> Any:
        def reach(self: socket.socket, address: Any) -> Any:
            if self.family in {socket.AF_INET, socket.AF_INET6}:
                check(address[0])
            return original(self, address)

        return reach

    def guarded_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        check(host)
        return look_up(host, *args, **kwargs)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded(connect))
    patch.setattr(socket.socket, "connect_ex", guarded(connect_ex))
    patch.setattr(socket, "getaddrinfo", guarded_look_up)
    try:
        yield
    finally:
        patch.undo()


class NothingLeftOut:
    """A plugin that turns a run with a skipped test into a failed one, and names the test."""

    def __init__(self) -> None:
        self.skipped: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a skipped test; an expected failure is none."""
        if report.skipped and not hasattr(report, "wasxfail"):
            self.skipped.append(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a module that skipped itself."""
        if report.skipped:
            self.skipped.append(report.nodeid)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail the run."""
        if self.skipped and session.exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say which."""
        for name in sorted(set(self.skipped)):
            terminalreporter.write_line(f"SKIPPED, which CI does not allow: {name}", red=True)
