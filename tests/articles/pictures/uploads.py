"""Files as people upload them, and pictures that are stored already."""

from functools import cache
from io import BytesIO
from typing import Any

from django.utils import timezone
from PIL import Image, ImageDraw

from articles.models import Picture
from articles.pictures.redrawing import redraw

GPS, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F
CAMERA, PLACE = "Kamera GmbH 900", "28/1,27/1,59/1"


@cache
def upload(kind: str = "JPEG", width: int = 60, height: int = 40, *, colour: str = "teal", **options: Any) -> bytes:
    """Return a picture's file: plain, with a red corner at the upper left."""
    picture = Image.new("RGB", (width, height), colour)
    ImageDraw.Draw(picture).rectangle((0, 0, width // 4, height // 4), "red")
    return write(picture, kind, **options)


def write(picture: Image.Image, kind: str, **options: Any) -> bytes:
    """Return a picture's file."""
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def photograph(kind: str = "JPEG", *, orientation: int = 1) -> bytes:
    """Return a file that says where it was taken, and by what."""
    exif = Image.Exif()
    exif[MAKE] = CAMERA
    exif[ORIENTATION] = orientation
    exif.get_ifd(GPS)[2] = (28.0, 27.0, 59.0)
    exif.get_ifd(GPS)[29] = "2026:11:20"
    return upload(kind, exif=exif.tobytes(), xmp=b"<x:xmpmeta>Gurgaon</x:xmpmeta>")


def opened(content: bytes) -> Image.Image:
    """Return a file's picture."""
    with Image.open(BytesIO(content)) as picture:
        picture.load()
        return picture


def make_picture(**changes: Any) -> Picture:
    """Return a stored picture of 900 by 600 pixels, without any of its files on disk."""
    drawn = redraw(upload(width=900, height=600))
    given = {"key": "0123456789abcdef" * 2, "source": "0" * 64, "master": drawn.master, "label": "lamp.jpg"}
    size = {"width": drawn.width, "height": drawn.height, "uploaded_at": timezone.now()}
    return Picture.objects.create(**{**given, **size, **changes})
