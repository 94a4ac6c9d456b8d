"""Pictures drawn from a word: a dusk sky, a fine rain, and always one warm light.

They are decoration, so their text alternative is empty (`DEFAULT_ALT`).
"""

import hashlib
from collections.abc import Callable

from .canvas import SIDE, Canvas
from .chance import Chance
from .jharokha import draw_jharokha
from .scenes import draw_hills, draw_lamp_on_water, draw_stones
from .skies import SKIES, Sky
from .window import draw_window

_DRAWN_BY: dict[str, Callable[[Canvas, Sky, Chance], None]] = {
    "lamp": draw_lamp_on_water,
    "window": draw_window,
    "arch": draw_jharokha,
    "hills": draw_hills,
    "stones": draw_stones,
}
SCENES: tuple[str, ...] = tuple(_DRAWN_BY)
DEFAULT_ALT = ""
SMALLEST, LARGEST = 64, 2400  # pixels, both allowed


def choose_scene(slug: str) -> str:
    """Return the scene that `slug` gets when nobody has picked one."""
    return Chance(slug, "scene").pick(SCENES)


def choose_sky(slug: str) -> Sky:
    """Return the evening that `slug` gets, in every scene and at every size."""
    return Chance(slug, "sky").pick(SKIES)


def draw_svg(slug: str, *, width: int, height: int, scene: str = "") -> str:
    """Return the picture of `slug` as SVG for a frame of `width` by `height` pixels.

    The same arguments give the same text everywhere. An empty `scene` is chosen by the slug.
    Raises ValueError for a scene that is not in SCENES and for a side outside 64 to 2400.
    """
    chosen = scene or choose_scene(slug)
    if chosen not in _DRAWN_BY:
        raise ValueError("no such scene")
    if not (SMALLEST <= width <= LARGEST and SMALLEST <= height <= LARGEST):
        raise ValueError(f"a side must be {SMALLEST} to {LARGEST} pixels")
    shorter = min(width, height)
    canvas = Canvas(width * SIDE / shorter, height * SIDE / shorter, _prefix(slug, chosen, width, height))
    _DRAWN_BY[chosen](canvas, choose_sky(slug), Chance(slug, chosen))
    return canvas.markup(width, height)


def draw_png(slug: str, *, width: int = 1200, height: int = 630, scene: str = "") -> bytes:
    """Return the same picture as PNG, by default in the size link previews ask for.

    Raises ValueError as `draw_svg` does.
    """
    import resvg_py  # a large library that most processes never need

    picture = draw_svg(slug, width=width, height=height, scene=scene)
    return bytes(resvg_py.svg_to_bytes(svg_string=picture, width=width, height=height, skip_system_fonts=True))


def _prefix(slug: str, *what: object) -> str:
    """Return what begins every id, so that pictures on one page do not share ids."""
    named = "/".join([slug, *(str(part) for part in what)])
    return "a" + hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:5]
