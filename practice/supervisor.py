"""Run the web server and the worker together: `python -m practice.supervisor --port 8000`.

Either's end ends both, loudly: a site whose messages are never sent looks healthy and is not. For one's own
machine; a deployed practice has a service manager, which does this work with one unit for each (see deploy/).
"""

import argparse
import asyncio
import contextlib
import ctypes
import os
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from practice.relay import answer_at

BASE_DIR = Path(__file__).resolve().parent.parent
ADDRESS = "127.0.0.1"
GRACE_SECONDS = 10.0
STOPPING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Child:
    """A process that must run for as long as the others do."""

    name: str
    command: Sequence[str]


@dataclass(frozen=True)
class Running:
    """A child that was started, in a process group of its own."""

    child: Child
    process: asyncio.subprocess.Process

    def ask_to_end(self) -> None:
        """Tell the child; a web server tells its own workers."""
        with contextlib.suppress(ProcessLookupError):
            self.process.terminate()

    def kill_group(self) -> None:
        """Kill the child and every process that it left behind."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)


class Supervisor:
    """Start children, end them all as soon as one ends or a signal asks for it."""

    def __init__(
        self, children: Sequence[Child], *, port: int | None = None, grace_seconds: float = GRACE_SECONDS
    ) -> None:
        """Name the children; with a `port`, its web server is also reached at IPv6 localhost, and announced."""
        self.children = children
        self.port = port
        self.grace_seconds = grace_seconds

    def run(self) -> int:
        """Run until the end; return 0 when asked to stop, 1 when a child ended by itself."""
        return asyncio.run(self._run())

    async def _run(self) -> int:
        stop = asyncio.Event()
        for number in STOPPING:
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        running: list[Running] = []
        beside: list[asyncio.Task[None]] = []
        try:
            for child in self.children:
                running.append(await start(child))
            if self.port is not None:
                beside = [asyncio.create_task(announce(self.port)), asyncio.create_task(answer_at("::1", self.port))]
            return await self._watch(running, stop)
        finally:
            for task in beside:
                task.cancel()
            await end(running, self.grace_seconds)

    async def _watch(self, running: Sequence[Running], stop: asyncio.Event) -> int:
        """Wait for a signal or for the first death; say which."""
        asked = asyncio.create_task(stop.wait())
        deaths = {asyncio.create_task(one.process.wait()): one for one in running}
        done, waiting = await asyncio.wait([asked, *deaths], return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()
        if asked in done:
            say("Stopping.")
            return 0
        for task, one in deaths.items():
            if task in done:
                say(f"The {one.child.name} ended by itself ({describe_end(task.result())}): stopping everything.")
        return 1


async def start(child: Child) -> Running:
    """Start a child, tied to this process as far as the system allows."""
    process = await asyncio.create_subprocess_exec(
        *child.command,
        cwd=BASE_DIR,
        start_new_session=True,
        preexec_fn=die_with_parent(),
        stdin=asyncio.subprocess.DEVNULL,
    )
    say(f"The {child.name} is process {process.pid}.")
    return Running(child, process)


async def end(running: Sequence[Running], grace_seconds: float) -> None:
    """Ask every child to end, kill what has not ended in time, and leave no process of any group behind."""
    for one in running:
        one.ask_to_end()
    waits = [asyncio.create_task(one.process.wait()) for one in running]
    if waits:
        _, late = await asyncio.wait(waits, timeout=grace_seconds)
        if late:
            say(f"Not everything ended within {grace_seconds:g} seconds: killing the rest.")
    for one in running:
        one.kill_group()
    for one in running:
        await one.process.wait()


def die_with_parent() -> Callable[[], None] | None:
    """Return what a child does first so that it is asked to end when this process is killed; None off Linux."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def tie() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # killed between fork and here: nobody would ever tell this child
            os._exit(1)

    return tie


def describe_end(code: int) -> str:
    """Say how a process ended."""
    return f"killed by signal {-code}" if code < 0 else f"exit code {code}"


async def announce(port: int) -> None:
    """Say where the site is, once it answers."""
    while True:
        with contextlib.suppress(OSError):
            reader, writer = await asyncio.open_connection(ADDRESS, port)
            try:
                writer.write(f"GET /healthz HTTP/1.0\r\nHost: {ADDRESS}\r\n\r\n".encode())
                if await reader.readline():
                    say(f"\nSereinMind is at http://{ADDRESS}:{port}/  (Ctrl-C stops it)\n")
                    return
            finally:
                writer.close()
        await asyncio.sleep(0.1)


def is_free(port: int) -> bool:
    """Say whether a web server could listen there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
            probe.listen()
        except OSError:
            return False
    return True


def web_server(port: int) -> list[str]:
    """Return the command of the web server.

    Two workers: a slow request, such as one that hashes a password, leaves the other to the readers. Four threads
    in each: a thread is of use only while another waits for the database, and each holds a connection to it.
    No access log: `practice.middleware.log_route` writes one without paths. Headers must arrive within ten seconds
    and within 64 KB.
    """
    options = {
        "--interface": "wsgi",
        "--host": ADDRESS,
        "--port": port,
        "--http": 1,
        "--workers": 2,
        "--blocking-threads": 4,
        "--backpressure": 128,
        "--http1-header-read-timeout": 10_000,
        "--http1-buffer-size": 65_536,
        "--workers-kill-timeout": 8,
        "--log-level": "warning",
    }
    words = [str(word) for option in options.items() for word in option]
    return [sys.executable, "-m", "granian", *words, "--no-ws", "--no-access-log", "practice.wsgi:application"]


def worker() -> list[str]:
    """Return the command of the worker, which sends what is due."""
    return [sys.executable, str(BASE_DIR / "manage.py"), "work"]


def say(line: str) -> None:
    """Tell whoever started this."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the site on a port of 127.0.0.1; with `--check`, only say whether the port is free."""
    parser = argparse.ArgumentParser(prog="python -m practice.supervisor")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--check", action="store_true", help="only say whether the port is free")
    given = parser.parse_args(arguments)
    if not 1 <= given.port <= 65_535 or not is_free(given.port):
        say(f"Port {given.port} is not free: stop what listens there, or choose another, as in make run PORT=8010")
        return 1
    if given.check:
        return 0
    children = [Child("web server", web_server(given.port)), Child("worker", worker())]
    return Supervisor(children, port=given.port).run()


if __name__ == "__main__":
    sys.exit(main())
