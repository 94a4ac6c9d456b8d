"""Why a file is not taken as a picture, in words for whoever chose it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, str | Promise] = {
    "empty": _("This file is empty. Choose another one."),
    "too_large": _("This file is larger than 10 MB. Save the picture smaller, then choose it again."),
    "heic": _("This is a HEIC picture, which few browsers can show. Save it as JPEG, then choose that one."),
    "drawing": _("This is an SVG drawing, which can hold programs. Save it as PNG, then choose that one."),
    "document": _("This is a document and not a picture. Choose a JPEG, PNG, WebP, AVIF or GIF file."),
    "two_kinds": _("This file is a picture and a document in one, which no camera makes. Choose another one."),
    "unknown": _("This is not a picture that can be used. Choose a JPEG, PNG, WebP, AVIF or GIF file."),
    "too_many_pixels": _("This picture has more than 50 million pixels. Save it smaller, then choose it again."),
    "damaged": _("This picture is damaged: its file breaks off or cannot be read. Save it anew, then choose it again."),
    "too_much": _("This picture took too long to read. Save it smaller or as JPEG, then choose it again."),
}


class PictureRefusedError(ValueError):
    """A file that is not taken as a picture; `code` is one of WORDS, and the text is for people."""

    def __init__(self, code: str) -> None:
        super().__init__(str(WORDS[code]))
        self.code = code


class PictureInUseError(Exception):
    """A picture stands in an essay, or in what one was before."""
