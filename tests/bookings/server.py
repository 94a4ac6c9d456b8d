"""The real web server on the test's own database, and many clients who ask it at the same moment."""

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from itertools import chain
from urllib.parse import urlencode

from django.db import connection

from practice.form_age import QUICKEST

START_UP = 30.0
AT_ONCE = 16


def database_url() -> str:
    """Return the address of the database that this test writes to, for another process."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    return f"postgres://{values['USER']}@{values['HOST']}:{values['PORT']}/{values['NAME']}"


@contextmanager
def running_server(application: str = "practice.wsgi:application") -> Iterator[int]:
    """Run granian with two workers as `make run` does; give its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": database_url(),
        "TRUSTED_PROXIES": "127.0.0.1",
    }
    server = subprocess.Popen(
        [*command, "--workers", "2", "--blocking-threads", "8", "--no-access-log", application],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(port: int) -> None:
    until = time.monotonic() + START_UP
    while time.monotonic() < until:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the server did not start")


class Person:
    """One client with a browser of her own, at an address of her own."""

    def __init__(self, port: int, number: int, page: str, round_: int = 0) -> None:
        self.port = port
        self.number = number
        self.email = f"p{number}-{round_}@example.com"
        self.page = page
        self.cookies: dict[str, str] = {}
        self.form: dict[str, str] = {}

    def _send(self, method: str, body: str = "") -> tuple[HTTPResponse, str]:
        there = HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {
            "X-Forwarded-For": f"198.{18 + self.number // 250}.{self.number % 250}.1",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        there.request(method, self.page, body, headers)
        answer = there.getresponse()
        text = answer.read().decode()
        for header in answer.headers.get_all("Set-Cookie") or []:
            name, _equals, value = header.split(";")[0].partition("=")
            self.cookies[name] = value
        there.close()
        return answer, text

    def open_form(self) -> None:
        """Open the details page and fill in its form."""
        _answer, text = self._send("GET")
        hidden = dict(re.findall(r'name="(csrfmiddlewaretoken|request_key|opened)" value="([^"]+)"', text))
        mine = {"name": f"Person {self.number}", "email": self.email}
        self.form = {**hidden, **mine, "is_adult": "yes", "note": "", "limits": "on", "consent": "on"}

    def send_form(self) -> tuple[int, int]:
        """Send the form; return the status and how many other times the answer offers."""
        answer, text = self._send("POST", urlencode(self.form))
        return answer.status, len(re.findall(r'type="radio" name="start"', text))


def crowds_at(port: int, pages: list[str], people: int) -> list[list[Person]]:
    """Let many people open each page, a crowd a page, and take as long as it takes at least to fill in a form."""
    crowds = [[Person(port, number, page, round_) for number in range(people)] for round_, page in enumerate(pages)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(Person.open_form, chain.from_iterable(crowds)))
    time.sleep(QUICKEST.total_seconds() + 0.1)  # nobody fills it in sooner
    return crowds


def ask_together(crowd: list[Person]) -> list[tuple[int, int]]:
    """Let a crowd send what it filled in at the same moment; return what each got."""
    gate = threading.Barrier(len(crowd))

    def go(person: Person) -> tuple[int, int]:
        gate.wait(timeout=120)
        return person.send_form()

    with ThreadPoolExecutor(len(crowd)) as pool:
        return list(pool.map(go, crowd))


def summarise(results: list[tuple[int, int]]) -> Counter[str]:
    """Return how many won, got the form back with other times, and met anything else."""
    return Counter(
        "won" if status == 302 else "form with other times" if status == 409 and others else f"status {status}"
        for status, others in results
    )
