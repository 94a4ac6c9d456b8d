"""The watch on every page sees what it is for: each kind of fault is made once and found."""

import http.server
import threading
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.watching import Visitor

POLICY = "default-src 'self'; style-src 'self'"
PAGES = {
    "/good": "<title>Good</title><p>Nothing to see",
    "/loud": "<title>Loud</title><script src=/loud.js></script>",
    "/thrown": "<title>Thrown</title><script src=/thrown.js></script>",
    "/inline": "<title>Inline</title><p style='color: red'>Red",
    "/elsewhere": "<title>Elsewhere</title><img src=http://127.0.0.2:9/picture alt=''>",
    "/loud.js": "console.error('something is wrong')",
    "/thrown.js": "throw new Error('thrown away')",
}


class Pages(http.server.BaseHTTPRequestHandler):
    """Serve the pages above; anything else is absent."""

    def do_GET(self) -> None:
        """Answer with a page under a strict policy."""
        content = PAGES.get(self.path)
        self.send_response(200 if content else 404)
        kind = "text/javascript" if self.path.endswith(".js") else "text/html; charset=utf-8"
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write((content or "<title>Absent</title><p>Absent").encode())

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    """A person on a site that misbehaves."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        context = browser.new_context(base_url=address)
        yield Visitor(context, address)
        context.close()
        server.shutdown()


@pytest.fixture
def faults(visitor: Visitor) -> Callable[[str], list[str]]:
    """Give a function that opens a page and returns what the watch saw."""

    def open_page(path: str) -> list[str]:
        visitor.watch.expect("favicon")
        visitor.page.goto(path)
        visitor.page.wait_for_load_state("networkidle")
        return visitor.watch.unexpected()

    return open_page


def test_a_good_page_has_no_faults(faults: Callable[[str], list[str]]) -> None:
    assert faults("/good") == []


@pytest.mark.parametrize(
    ("path", "seen"),
    [
        ("/loud", "something is wrong"),
        ("/thrown", "thrown away"),
        ("/inline", "style-src"),
        ("/elsewhere", "request to another origin: http://127.0.0.2:9/picture"),
        ("/absent", "404"),
    ],
)
def test_a_fault_is_seen(faults: Callable[[str], list[str]], path: str, seen: str) -> None:
    assert any(seen in fault for fault in faults(path))


def test_an_expected_fault_is_let_pass(visitor: Visitor, faults: Callable[[str], list[str]]) -> None:
    visitor.watch.expect("404")
    assert faults("/absent") == []
