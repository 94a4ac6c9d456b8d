"""How much one request may bring: refused before any of it is written to the disk."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

# More than any form takes: the file of an old site, of 30 MB, is the largest, a picture has 10. What is a little over a
# form's own limit still reaches the form, which says so in its own words.
MOST_BYTES = 32_000_000


class UploadTooLargeError(RequestDataTooBig):
    """A request announces more than MOST_BYTES."""


class BoundedUpload(FileUploadHandler):
    """Look at the announced length only; the handlers after this one take the files."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803 -- Django's own name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Refuse a request that is too large; None lets it be read."""
        if content_length > MOST_BYTES:
            raise UploadTooLargeError

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass what came on."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the others."""
