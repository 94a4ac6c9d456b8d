"""The site's files as a deployed site sends them: from memory, compressed, to be kept by the browser for good.

Else every page of every test would ask for the same dozen files again, and wait for them longer than for itself.
"""

import gzip
import mimetypes
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.http import Http404, HttpRequest, HttpResponse

FOR_GOOD = "max-age=315360000, public, immutable"  # seconds; ten years
TEXTS = ("text/", "javascript", "svg")


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


class KeptFiles(StaticFilesHandler):
    """Sends each file from memory."""

    def serve(self, request: HttpRequest) -> HttpResponse:
        """Answer with the file that the address names."""
        content, headers = file_of(self.file_path(request.path))
        return HttpResponse(content, headers=headers)
