"""The pictures: drawn on request, the costly ones kept on disk."""

import hashlib
from contextlib import suppress

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.art import draw_png, draw_svg
from articles.kept_files import keep
from articles.models import Essay
from practice.middleware import public_page

WIDTH, HEIGHT = 1200, 630  # the size link previews ask for; pages crop it
SITE_PICTURES = {"home": "lamp", "essays": "stones"}
KEPT_IN = settings.BASE_DIR / "var" / "art"
MAY_BE_KEPT = "public, max-age=86400"  # a day: the therapist may pick another scene


@require_safe
@public_page
def show_art(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Return the picture of a published essay or of the site, in the one size there is."""
    word, scene = what_is_drawn(slug)
    picture = drawn(word, scene)
    if kind == "svg":
        response = HttpResponse(picture, content_type="image/svg+xml")
    else:
        response = HttpResponse(kept_png(word, scene, picture), content_type="image/png")
    response.headers["Cache-Control"] = MAY_BE_KEPT
    return response


def drawn(word: str, scene: str) -> str:
    """Return the picture drawn from a word as SVG, in the one size there is."""
    return draw_svg(word, width=WIDTH, height=HEIGHT, scene=scene)


def what_is_drawn(slug: str) -> tuple[str, str]:
    """Return the word that the picture at an address is drawn from, and its scene, empty where the word decides.

    Raises:
        Http404: nothing published is at this address, so no picture is drawn for it.
    """
    if slug in SITE_PICTURES:
        return slug, SITE_PICTURES[slug]
    essay = Essay.objects.published(timezone.now()).filter(slug=slug).only("slug", "drawn_from", "scene").first()
    if essay is None:
        raise Http404
    return essay.picture_word, essay.scene


def kept_png(word: str, scene: str, picture: str) -> bytes:
    """Return the picture as PNG, drawn once (half a second) and kept under the digest of what it shows.

    Only pictures of published essays and of the site are kept, so the folder cannot be filled from outside. A disk
    that cannot be written costs time, not the picture.
    """
    kept = KEPT_IN / f"{hashlib.sha256(picture.encode()).hexdigest()}.png"
    with suppress(OSError):
        return kept.read_bytes()
    drawn = draw_png(word, width=WIDTH, height=HEIGHT, scene=scene)
    with suppress(OSError):
        keep(kept, drawn)
    return drawn
