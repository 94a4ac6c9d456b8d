"""The jharokha: a cusped stone arch in a palace wall, open to the dusk."""

from .canvas import Canvas, box, mix, number, points, whole
from .chance import Chance
from .light import Lamp
from .skies import Sky
from .weather import draw_moon, draw_rain, draw_stars, fill_sky, outline_hills

# The left half of a cusped arch, from the springing line up to the tip: x from the middle in half
# widths, y above the springing in half widths, radius of the lobe that ends there.
LOBES = ((-0.93, 0.3, 0.19), (-0.76, 0.58, 0.2), (-0.5, 0.8, 0.21), (-0.22, 0.97, 0.22))
TIP = 1.3

Opening = tuple[float, float, float, float]  # middle, springing line, half width, ledge


def draw_jharokha(canvas: Canvas, sky: Sky, chance: Chance) -> None:
    """Draw a cusped stone arch onto the dusk, a screened arch on either side, the lamp on its ledge."""
    ledge, x = canvas.floor - 6, canvas.middle
    half = min(canvas.width * 0.3, 176.0)
    spring = ledge - max(min(ledge - (half + 30) * TIP - 20, 230), 40)
    wall = canvas.vertical(
        "wall", [(0, mix(sky.wall, sky.ink, 0.6), 1), (1, mix(sky.wall, sky.haze, 0.08), 1)], 0, canvas.height
    )
    canvas.cover(wall)
    paint = fill_sky(canvas, sky, ledge - 74, spring - TIP * half)
    _draw_screens(canvas, sky, paint, (x, spring, half, ledge))
    opening = canvas.shape("opening", _arch(x, spring, half, ledge))
    canvas.path(_arch(x, spring, half + 30, ledge), fill=mix(sky.wall, sky.haze, 0.22))
    canvas.path(_arch(x, spring, half + 14, ledge), fill=mix(sky.ink, sky.wall, 0.55))
    _draw_scene_beyond(canvas, sky, chance, (opening, paint), (x, spring, half, ledge))
    canvas.add("use", href=opening, fill="none", stroke=sky.stops[4], stroke_opacity=".7", stroke_width="2")
    turn = chance.pick((1, -1))
    lamp = Lamp(canvas, x - turn * half * chance.between(0.1, 0.45), ledge + 8, 2.9, turn)
    _draw_columns(canvas, sky, lamp, (x, spring, half + 22, ledge))
    _draw_ledge(canvas, sky, lamp, (x - half - 84, ledge, 2 * half + 168))
    lamp.shine(340)
    lamp.draw()


def _arch(x: float, spring: float, half: float, foot: float) -> str:
    """Return the outline of a cusped arch: jambs, lobes, and a tip drawn as an ogee."""

    def lobe(across: float, up: float, radius: float) -> str:
        return f"A{whole(radius * half, radius * half)} 0 0 1 {whole(x + across * half, spring - up * half)}"

    shoulder, top, _ = LOBES[-1]
    outline = f"M{whole(x - half, foot)}V{number(spring)}" + "".join(lobe(*end) for end in LOBES)
    outline += f"Q{whole(x - 0.05 * half, spring - 1.02 * half, x, spring - TIP * half)}"
    outline += f"Q{whole(x + 0.05 * half, spring - 1.02 * half, x - shoulder * half, spring - top * half)}"
    ends = [(-across, up) for across, up, _ in LOBES[-2::-1]] + [(1.0, 0.0)]
    for (across, up), (_, _, radius) in zip(ends, LOBES[::-1], strict=True):
        outline += lobe(across, up, radius)
    return f"{outline}V{number(foot)}z"


def _draw_screens(canvas: Canvas, sky: Sky, paint: str, place: Opening) -> None:
    """Draw the narrower arches beside the opening, closed by a pierced screen the dusk shines through."""
    x, spring, half, ledge = place
    stone, small = mix(sky.wall, sky.haze, 0.13), half * 0.56
    lattice = mix(sky.wall, sky.ink, 0.2)
    canvas.defs.append(
        f'<pattern id="{canvas.prefix}jali" width="28" height="28" patternUnits="userSpaceOnUse">'
        '<path d="M14 0L28 14 14 28 0 14zM14 8L20 14 14 20 8 14z'
        'M0 0L10 10M28 0L18 10M0 28L10 18M28 28L18 18" '
        f'fill="none" stroke="{lattice}" stroke-width="3.4"/></pattern>'
    )
    low = spring + small * 0.42
    inner = canvas.shape("screen", _arch(0, low, small, ledge))
    canvas.defs.append(
        f'<g id="{canvas.prefix}bay"><path d="{_arch(0, low, small + 18, ledge)}" fill="{stone}"/>'
        f'<use href="{inner}" fill="{lattice}"/><use href="{inner}" fill="{paint}" fill-opacity=".62"/>'
        f'<use href="{inner}" fill="url(#{canvas.prefix}jali)"/></g>'
    )
    canvas.cover(mix(sky.wall, sky.haze, 0.14), top=ledge + 1, height=9)
    step = 2 * small + 66
    for turn in range(min(int((canvas.middle - half) / step) + 1, 3)):
        away = half + 74 + small + turn * step
        for side in (-1, 1):
            canvas.add("use", href=f"#{canvas.prefix}bay", x=number(x + side * away))


def _draw_scene_beyond(canvas: Canvas, sky: Sky, chance: Chance, view: tuple[str, str], place: Opening) -> None:
    opening, paint = view
    x, spring, half, ledge = place
    horizon = ledge - 74
    canvas.open_group(clip_path=canvas.clip("beyond", opening))
    canvas.add("use", href=opening, fill=paint)
    moon = (x + half * chance.pick((-1, 1)) * chance.between(0.25, 0.5), spring - half * 0.1, 20.0)
    draw_stars(canvas, sky, chance, (x - half * 0.6, spring - half * 0.75, half * 1.2, half * 0.6), moon)
    draw_moon(canvas, sky, moon)
    for depth, rise, spacing in ((0.28, 80, 150), (0.62, 46, 110)):
        colour = mix(mix(sky.stops[4], sky.haze, 0.6), sky.stops[1], depth)
        canvas.path(outline_hills(canvas, chance, horizon, rise, spacing), fill=colour)
    water = canvas.vertical(
        "water", [(0, sky.stops[4], 1), (0.4, sky.stops[3], 1), (1, sky.stops[1], 1)], horizon, ledge
    )
    canvas.path(box(x - half, horizon, 2 * half, ledge - horizon), fill=water)
    draw_rain(canvas, sky, chance, (x - half, spring - half, 2 * half + 20, ledge - spring + half), 42)
    canvas.close_group()


def _draw_columns(canvas: Canvas, sky: Sky, lamp: Lamp, place: Opening) -> None:
    x, spring, half, ledge = place
    glow_x, glow_y = lamp.flame
    dark = mix(sky.wall, sky.haze, 0.24)
    lit = canvas.radial(
        "column",
        [(0, "#f0b878", 1), (0.35, mix("#b98058", dark, 0.5), 1), (1, dark, 1)],
        (glow_x, glow_y, 420),
    )
    shafts = ""
    for side in (-1, 1):
        middle = x + side * half
        shafts += box(middle - 11, spring + 14, 22, ledge - spring - 34)
        shafts += box(middle - 17, spring - 4, 34, 9) + box(middle - 14, spring + 7, 28, 5)
        shafts += box(middle - 14, ledge - 22, 28, 7) + box(middle - 18, ledge - 13, 36, 13)
    canvas.path(shafts, fill=lit)


def _draw_ledge(canvas: Canvas, sky: Sky, lamp: Lamp, place: tuple[float, float, float]) -> None:
    left, top, width = place
    x, _ = lamp.flame
    dark = mix(sky.wall, sky.haze, 0.26)
    board = canvas.radial(
        "ledge", [(0, "#f2bd7c", 1), (0.32, mix("#bf8556", dark, 0.4), 1), (1, dark, 1)], (x, top, 340)
    )
    canvas.path(f"M{points(left + 16, top - 3)}h{number(width - 32)}l16 16h{number(-width)}z", fill=board)
    canvas.path(box(left, top + 13, width, 12), fill=mix(sky.wall, sky.ink, 0.25))
    scallops = f"M{points(left + 8, top + 25)}" + f"q{points((width - 16) / 24, 30, (width - 16) / 12, 0)}" * 12 + "z"
    canvas.path(scallops, fill=mix(sky.wall, sky.haze, 0.16))
