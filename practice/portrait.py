"""The therapist's portrait: kept in the practice's row, shown only where she gave one."""

from io import BytesIO

from django.urls import reverse

from practice.models import Practice

# The first bytes tell the kind; what is neither is never served.
KINDS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


def kind_of_picture(content: bytes) -> str | None:
    """Return the content type of a picture that may be shown, None for anything else."""
    return next((kind for start, kind in KINDS.items() if content.startswith(start)), None)


def portrait_url() -> str:
    """Return the portrait's path; empty where there is none."""
    has_one = Practice.objects.filter(pk=1).exclude(portrait=None).exclude(portrait=b"").exists()
    return reverse("portrait") if has_one else ""


LARGEST_FILE = 8_000_000
LARGEST_PIXELS = 40_000_000
SIDE = 800


class PictureError(ValueError):
    """The file is no picture that can be used."""


def redraw(content: bytes) -> bytes:
    """Return the picture drawn anew as a JPEG of at most 800 pixels a side: nothing of the file itself is kept.

    So a place, a camera or anything hidden in the file never leaves the desk.

    Raises:
        PictureError: it is not a picture, is damaged, or is far too large.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError  # loaded only here: the web worker stays small

    if len(content) > LARGEST_FILE:
        raise PictureError
    try:
        with Image.open(BytesIO(content), formats=["JPEG", "PNG", "WEBP"]) as opened:
            if opened.width * opened.height > LARGEST_PIXELS:
                raise PictureError
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError, SyntaxError):
        raise PictureError from None
    picture.thumbnail((SIDE, SIDE))
    drawn = BytesIO()
    picture.save(drawn, "JPEG", quality=85, optimize=True)
    return drawn.getvalue()
