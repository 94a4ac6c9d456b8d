"""The site's files as a deployed site sends them: from memory, compressed, to be kept by the browser for good.

Else every page of every test would ask for the same dozen files again, and wait for them longer than for itself.

`SLOW_LINE=0.3 make browser` sends the beginning of every answer and, 0.3 seconds later, the rest, as a slow line does:
a test that asks a page before it is wholly there fails on it every time, not once in a hundred runs.
"""

import gzip
import mimetypes
import os
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.http import Http404, HttpRequest, HttpResponse

FOR_GOOD = "max-age=315360000, public, immutable"  # seconds; ten years
TEXTS = ("text/", "javascript", "svg")
SLOW_LINE = float(os.environ.get("SLOW_LINE", "0"))  # seconds
BEGINNING = 60  # bytes; a page is there by then, and names no file yet


@cache
def file_of(path: str) -> tuple[bytes, dict[str, str]]:
    """Return what is sent for a file, and its headers.

    Raises:
        Http404: there is no such file.
    """
    found = finders.find(path)
    if found is None:
        raise Http404(path)
    content, kind = Path(found).read_bytes(), mimetypes.guess_type(path)[0] or "application/octet-stream"
    headers = {"Content-Type": kind, "Cache-Control": FOR_GOOD}
    if any(word in kind for word in TEXTS):
        return gzip.compress(content, 6), {**headers, "Content-Encoding": "gzip"}
    return content, headers


def in_two_parts(answer: Any, pause: float) -> Iterator[bytes]:
    """Give the beginning of an answer and, after a pause in seconds, the rest."""
    whole = b"".join(answer)
    try:
        yield whole[:BEGINNING]
        time.sleep(pause)
        yield whole[BEGINNING:]
    finally:
        answer.close()


class KeptFiles(StaticFilesHandler):
    """Sends each file from memory."""

    def __call__(self, *asked: Any) -> Any:
        """Answer as the site does, over a slow line where one is asked for."""
        answer = super().__call__(*asked)
        return in_two_parts(answer, SLOW_LINE) if SLOW_LINE else answer

    def serve(self, request: HttpRequest) -> HttpResponse:
        """Answer with the file that the address names."""
        content, headers = file_of(self.file_path(request.path))
        return HttpResponse(content, headers=headers)
