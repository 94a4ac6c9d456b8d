"""The pictures as browsers get them: the same for everyone, for good, without a cookie."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from articles.models import Picture
from articles.pictures.addresses import KINDS, widths_of
from articles.pictures.apart import DrawingError
from articles.pictures.files import file_of

FOR_GOOD = "public, max-age=31536000, immutable"  # a year; another picture has another address
FOR_A_MINUTE = "public, max-age=60"


@require_safe
def show_picture(request: HttpRequest, key: str, width: str, height: str) -> HttpResponse:
    """Return a picture as it is kept, for feeds and for browsers that choose nothing."""
    return answer(bytes(get_picture(key, width, height).master), KINDS["webp"])


@require_safe
def show_file(request: HttpRequest, key: str, width: str, height: str, shown: str, kind: str) -> HttpResponse:
    """Return one of the files that pages offer of a picture; of other widths there is none.

    What cannot be drawn now is answered with the picture as it is kept, which every browser shows as well, and is asked
    for again soon.
    """
    picture = get_picture(key, width, height)
    if int(shown) not in widths_of(picture.width):
        raise Http404
    try:
        return answer(file_of(picture, f"{shown}.{kind}"), KINDS[kind])
    except DrawingError:
        return answer(bytes(picture.master), KINDS["webp"], kept=FOR_A_MINUTE)


def get_picture(key: str, width: str, height: str) -> Picture:
    """Return the picture of an address; one query, without its file."""
    return get_object_or_404(Picture, key=key, width=int(width), height=int(height))


def answer(content: bytes, kind: str, *, kept: str = FOR_GOOD) -> HttpResponse:
    """Return a picture's file, to be kept by anyone; the pages of feed readers may show it too."""
    headers = {"Cache-Control": kept, "Cross-Origin-Resource-Policy": "cross-origin"}
    return HttpResponse(content, content_type=kind, headers=headers)
