"""The files that pages offer of a picture: made when it is taken in, and again where one is missing.

They lie in a folder that may be emptied at any time; see docs/decisions/0034.
"""

import threading
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from articles.kept_files import keep
from articles.models import Picture
from articles.pictures.addresses import KINDS, widths_of
from articles.pictures.apart import LONGEST_SECONDS, DrawingError, draw_apart


def names_of(picture: Picture) -> list[str]:
    """Return the names of all files of a picture, such as `800.avif`."""
    return [f"{width}.{kind}" for width in widths_of(picture.width) for kind in KINDS]


READERS_WAIT = 10.0  # seconds; the page shows the picture as it is stored where a size cannot be had
DRAWS_FOR_READERS = threading.Lock()  # of one server process: those who wait find what the first had drawn


def path_of(picture: Picture, name: str) -> Path:
    """Return where a file of a picture is kept; no part of it was typed by anybody."""
    return Path(settings.PICTURES_FOLDER) / f"{picture.key}-{name}"


def file_of(picture: Picture, name: str) -> bytes:
    """Return a file of a picture, drawn if it is not there. A disk that cannot be written costs time, not the picture.

    Raises:
        DrawingError: it was not there and could not be drawn.
    """
    with suppress(OSError):
        return path_of(picture, name).read_bytes()
    if not DRAWS_FOR_READERS.acquire(timeout=READERS_WAIT):
        raise DrawingError
    try:
        with suppress(OSError):  # somebody had it drawn meanwhile
            return path_of(picture, name).read_bytes()
        return make_files(picture, [name], seconds=READERS_WAIT)[name]
    finally:
        DRAWS_FOR_READERS.release()


def make_files(picture: Picture, names: list[str], *, seconds: float = LONGEST_SECONDS) -> dict[str, bytes]:
    """Draw files of a picture, and keep them. Two who do so at once write the same.

    Raises:
        DrawingError: they could not be drawn.
    """
    drawn = draw_apart(bytes(picture.master), names, seconds=seconds)
    for name, content in drawn.items():
        with suppress(OSError):
            keep(path_of(picture, name), content)
    return drawn


def make_all_files(picture: Picture) -> None:
    """Draw what pages offer of a picture; what cannot be drawn now is tried when it is asked for."""
    with suppress(DrawingError):
        make_files(picture, names_of(picture))


def remove_files(picture: Picture) -> None:
    """Remove what is kept of a picture."""
    for name in names_of(picture):
        with suppress(OSError):
            path_of(picture, name).unlink(missing_ok=True)
