"""The web server and the worker live and die together. Processes are real; `sleep`-like children stand in."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from practice.supervisor import Child, Supervisor, die_with_parent, is_free, main, web_server, worker

pytestmark = pytest.mark.gate

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENT = "import time; time.sleep(60)"
STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
time.sleep(60)
"""
PARENT = """
import subprocess, sys, time
print(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]).pid, flush=True)
time.sleep(60)
"""
DEAF = """
import pathlib, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path(sys.argv[1]).touch()
time.sleep(60)
"""
WATCHFUL = """
import pathlib, sys, time
while not pathlib.Path(sys.argv[1]).exists():
    time.sleep(0.01)
"""
HESITANT = """
import os, signal, socket, sys
with socket.create_server(("127.0.0.1", int(sys.argv[1]))) as server:
    server.accept()[0].close()
    asker, _address = server.accept()
    asker.recv(1000)
    asker.sendall(b"HTTP/1.0 200 OK" + bytes([13, 10]))
    asker.recv(1000)
os.kill(os.getppid(), signal.SIGTERM)
"""
PROGRAM = """
import sys
from practice.supervisor import Child, Supervisor
children = [Child(name, [sys.executable, "-c", code]) for name, code in zip(("web server", "worker"), sys.argv[1:])]
sys.exit(Supervisor(children, grace_seconds=0.5).run())
"""


@dataclass
class Pair:
    """A supervisor under test and the numbers of its two children."""

    process: "subprocess.Popen[str]"
    web: int
    worker: int
    said: list[str]

    def end(self, timeout: float = 10) -> int:
        """Wait for the supervisor and return its exit code."""
        assert self.process.stderr
        self.said += self.process.stderr.read().splitlines()
        return self.process.wait(timeout)


def lives(number: int) -> bool:
    """Say whether a process runs; one that ended and waits to be collected does not."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{number}/stat")
    return not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def wait_until(holds: Callable[[], bool], seconds: float = 10) -> bool:
    """Wait for something to become true; say whether it did."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if holds():
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def start() -> Iterator[Callable[..., Pair]]:
    """Give a function that starts a supervisor over two stand-ins; leave nothing running."""
    pairs: list[Pair] = []

    def start(web: str = PATIENT, worker: str = PATIENT) -> Pair:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, web, worker],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stderr
        said = [process.stderr.readline() for _ in range(2)]
        numbers = [int(line.rstrip(".\n").split()[-1]) for line in said]
        pairs.append(Pair(process, numbers[0], numbers[1], said))
        return pairs[-1]

    yield start
    for pair in pairs:
        for number in (pair.process.pid, pair.web, pair.worker):
            if lives(number):
                os.kill(number, signal.SIGKILL)
        pair.process.communicate()


def test_a_killed_worker_ends_the_web_server_with_an_error(start: Callable[..., Pair]) -> None:
    pair = start()
    os.kill(pair.worker, signal.SIGKILL)
    assert pair.end() == 1
    assert "The worker ended by itself (killed by signal 9): stopping everything." in pair.said
    assert not lives(pair.web)


def test_a_killed_web_server_ends_the_worker_with_an_error(start: Callable[..., Pair]) -> None:
    pair = start()
    os.kill(pair.web, signal.SIGKILL)
    assert pair.end() == 1
    assert "The web server ended by itself (killed by signal 9): stopping everything." in pair.said
    assert not lives(pair.worker)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_being_asked_to_stop_ends_both_and_is_no_error(start: Callable[..., Pair], number: signal.Signals) -> None:
    pair = start()
    pair.process.send_signal(number)
    assert pair.end() == 0
    assert not lives(pair.web)
    assert not lives(pair.worker)


def test_a_child_that_does_not_listen_is_killed_after_the_grace(start: Callable[..., Pair]) -> None:
    pair = start(worker=STUBBORN)
    assert pair.process.stdout
    assert pair.process.stdout.readline() == "deaf\n"
    pair.process.send_signal(signal.SIGTERM)
    assert pair.end() == 0
    assert "Not everything ended within 0.5 seconds: killing the rest." in pair.said
    assert not lives(pair.worker)


def test_what_a_dead_child_had_started_is_ended_too(start: Callable[..., Pair]) -> None:
    pair = start(web=PARENT)
    assert pair.process.stdout
    grandchild = int(pair.process.stdout.readline())
    assert lives(grandchild)
    os.kill(pair.web, signal.SIGKILL)
    assert pair.end() == 1
    assert wait_until(lambda: not lives(grandchild))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells children of their parent's death")
def test_a_supervisor_killed_outright_takes_its_children_along(start: Callable[..., Pair]) -> None:
    pair = start()
    pair.process.kill()
    assert wait_until(lambda: not lives(pair.web) and not lives(pair.worker))


def test_a_child_that_ends_well_ends_the_other_all_the_same(capfd: pytest.CaptureFixture[str]) -> None:
    children = [Child("web server", [sys.executable, "-c", PATIENT]), Child("worker", [sys.executable, "-c", ""])]
    assert Supervisor(children, grace_seconds=0.5).run() == 1
    assert "The worker ended by itself (exit code 0): stopping everything." in capfd.readouterr().err


def test_a_busy_port_is_said_before_anything_starts(capfd: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["--port", str(port)]) == 1
    assert capfd.readouterr().err == (
        f"Port {port} is not free: stop what listens there, or choose another, as in make run PORT=8010\n"
    )


def test_a_port_that_cannot_exist_is_refused(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["--port", "70000", "--check"]) == 1
    assert "Port 70000 is not free" in capfd.readouterr().err


def test_a_free_port_passes_the_check() -> None:
    with socket.create_server(("127.0.0.1", 0)) as once:
        port = once.getsockname()[1]
        assert not is_free(port)
    assert main(["--port", str(port), "--check"]) == 0


def test_the_web_server_listens_on_this_machine_only_and_writes_no_log_of_paths() -> None:
    command = web_server(8010)
    assert command[command.index("--host") + 1] == "127.0.0.1"
    assert command[command.index("--port") + 1] == "8010"
    assert "--no-access-log" in command
    assert worker()[-2:] == [str(ROOT / "manage.py"), "work"]


def test_the_address_is_said_once_the_site_answers_there(capfd: pytest.CaptureFixture[str]) -> None:
    """The web server hangs up on the first asker, answers the second, then has everything stopped."""
    with socket.create_server(("127.0.0.1", 0)) as once:
        port = once.getsockname()[1]
    web = Child("web server", [sys.executable, "-c", HESITANT, str(port)])
    worker = Child("worker", [sys.executable, "-c", PATIENT])
    assert Supervisor([web, worker], port=port, grace_seconds=5).run() == 0
    said = capfd.readouterr().err
    assert said.count(f"SereinMind is at http://127.0.0.1:{port}/") == 1
    assert said.endswith("Stopping.\n")


def test_a_deaf_child_is_killed_when_the_other_ends(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    names = {"web server": DEAF, "worker": WATCHFUL}
    children = [Child(name, [sys.executable, "-c", code, str(tmp_path / "deaf")]) for name, code in names.items()]
    assert Supervisor(children, grace_seconds=0.2).run() == 1
    assert "Not everything ended within 0.2 seconds: killing the rest." in capfd.readouterr().err


def test_a_child_that_cannot_be_started_is_said_by_its_own_error() -> None:
    with pytest.raises(FileNotFoundError):
        Supervisor([Child("web server", ["/no/such/program"])]).run()


def test_elsewhere_than_on_linux_a_child_is_started_without_the_tie(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (die_with_parent() is None) is not sys.platform.startswith("linux")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert die_with_parent() is None
