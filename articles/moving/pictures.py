"""The seam to the room that keeps pictures: what a text's maker needs of it, and what a dry run puts in its place."""

from collections.abc import Callable
from datetime import datetime

from articles.moving.source import OldPicture
from articles.pictures.errors import WORDS, PictureRefusedError
from articles.pictures.kinds import fault_of
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
    if fault := fault_of(content):
        raise NotKeptError(str(WORDS[fault]))
    return ""
