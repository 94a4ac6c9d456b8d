"""Every write to pictures."""

import hashlib
import re
import unicodedata
from datetime import datetime

from django.db import transaction

from articles.models import Picture
from articles.models.pictures import LABEL_LENGTH
from articles.pictures.addresses import KEY_LETTERS
from articles.pictures.apart import redraw_apart
from articles.pictures.errors import PictureInUseError, PictureRefusedError
from articles.pictures.files import make_all_files, remove_files
from articles.pictures.kinds import fault_of
from articles.pictures.uses import is_used

# Letters that turn the reading order round, so that `gpj.exe` reads `exe.jpg`, are format characters, as are others
# that nobody sees.
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def store_picture(data: bytes, *, now: datetime, name: str = "") -> Picture:
    """Return the picture of an uploaded file, drawn anew and stored unless it is there already.

    The same bytes give the same picture, without drawing anything; so do two files of one picture that differ only in
    what is left out of it. Drawing takes a second or two and happens outside every transaction. `name` is what the file
    was called: the desk shows it, and nothing is ever called so.

    Raises:
        PictureRefusedError: it is no picture that can be used; its text says why, to whoever chose the file.
    """
    if fault := fault_of(data):
        raise PictureRefusedError(fault)
    source = hashlib.sha256(data).hexdigest()
    known = Picture.objects.filter(source=source).first()
    if known is not None:
        return known
    drawn = redraw_apart(data)
    picture, is_new = Picture.objects.get_or_create(
        key=hashlib.sha256(drawn.master).hexdigest()[:KEY_LETTERS],
        defaults={
            "source": source,
            "width": drawn.width,
            "height": drawn.height,
            "master": drawn.master,
            "label": clean_label(name),
            "uploaded_at": now,
        },
    )
    if is_new:
        make_all_files(picture)
    return picture


def clean_label(name: str) -> str:
    """Return what a file was called, without its folders and without letters that nobody sees; at most one line."""
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(letter for letter in last if unicodedata.category(letter) not in UNSEEN)
    return " ".join(seen.split())[:LABEL_LENGTH]


def note_words(*, picture: Picture, alt: str, caption: str) -> None:
    """Keep the words that were last written for a picture, to be offered the next time."""
    picture.alt, picture.caption = alt, caption
    picture.save(update_fields=["alt", "caption"])


def delete_picture(*, picture: Picture) -> None:
    """Delete a picture that no essay shows and none showed before.

    Raises:
        PictureInUseError: one does, or did; restored, it would miss its picture.
    """
    with transaction.atomic():
        if is_used(picture.key):
            raise PictureInUseError
        Picture.objects.filter(pk=picture.pk).delete()
    remove_files(picture)
