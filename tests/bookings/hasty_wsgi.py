"""The site as it must not be: it says yes to a request before anything is stored. The control of B7. Never deployed."""

import threading
import time
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from practice.wsgi import application as careful

type Start = Callable[[str, list[tuple[str, str]]], object]


def application(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """Answer a request for a session at once, and store it a moment later."""
    if environ["REQUEST_METHOD"] != "POST":
        return careful(environ, start_response)
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    later = {**environ, "wsgi.input": BytesIO(body)}

    def store() -> None:
        time.sleep(0.5)
        careful(later, lambda status, headers, *more: None)

    threading.Thread(target=store).start()
    start_response("302 Found", [("Location", "/")])
    return [b""]
