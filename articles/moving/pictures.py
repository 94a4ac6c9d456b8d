"""The seam to the room that keeps pictures: what a text's maker needs of it, and what a dry run puts in its place."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from articles.importing.decoding import find_signature
from articles.moving.source import OldPicture
from articles.pictures.errors import PictureRefusedError
from articles.pictures.services import store_picture

type Keep = Callable[[bytes, OldPicture], str]  # of bytes and words it makes the figure that a text holds


class NotKeptError(Exception):
    """A picture that cannot be kept; the message is for people."""


def keeper(now: datetime) -> Keep:
    """Return what keeps a picture for good.

    Raises:
        NotKeptError: it is refused.
    """

    def keep(content: bytes, picture: OldPicture) -> str:
        try:
            kept = store_picture(content, now=now, name=picture.address)
        except PictureRefusedError as error:
            raise NotKeptError(str(error)) from error
        return kept.body_html(picture.alt, picture.caption)

    return keep


def look_only(content: bytes, picture: OldPicture) -> str:
    """Stand in for what keeps a picture where nothing is to be written: judge by its first bytes alone."""
    if find_signature(content) != "picture" and not is_modern(content):
        raise NotKeptError(_("This is no picture that can be read."))
    return ""


def is_modern(content: bytes) -> bool:
    """Tell whether a file begins as WebP or AVIF do."""
    return (content[:4], content[8:12]) == (b"RIFF", b"WEBP") or content[4:12] == b"ftypavif"
